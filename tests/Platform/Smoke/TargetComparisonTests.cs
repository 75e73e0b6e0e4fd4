using System.Collections.Immutable;
using TalosPlatform.Smoke;
using TalosPlatform.Smoke.Checks;

namespace TalosPlatform.Tests.Smoke;

public sealed class TargetComparisonTests
{
    private static readonly ExpectedTarget Orders = new("orders") { Namespace = "shop", Service = "orders" };

    [Fact]
    public void Up_with_all_labels_holds() => Check(Outcome.Holds, "up: http://x/metrics", Target("orders"));

    [Fact]
    public void Down_says_why() => Check(Outcome.NotYet, "http://x/metrics is down: connection refused", Target("orders") with { Health = "down", LastError = "connection refused" });

    [Fact]
    public void Before_the_first_scrape_it_waits() => Check(Outcome.NotYet, "http://x/metrics was not scraped yet", Target("orders") with { Health = "unknown" });

    [Fact]
    public void Missing_lists_the_jobs_there_are() => Check(Outcome.NotYet, "no target of job \"orders\"; jobs there are: node, prometheus", Other("prometheus"), Other("node"));

    [Fact]
    public void A_wrong_label_is_shown_with_both_values() =>
        Check(Outcome.NotYet, "http://x/metrics has wrong labels: namespace is \"default\", expected \"shop\"", Target("orders", ("namespace", "default")), Other("node"));

    [Fact]
    public void A_label_without_expected_value_must_still_be_there() =>
        Check(Outcome.NotYet, "http://x/metrics has wrong labels: pod is missing", Target("orders", ("pod", "")));

    [Fact]
    public void A_wrong_job_is_found_by_the_other_labels() =>
        Check(Outcome.NotYet, "http://x/metrics has wrong labels: job is \"kubernetes-pods\", expected \"orders\"", Target("kubernetes-pods"));

    [Fact]
    public void Every_replica_must_be_up()
    {
        var two = Orders with { Replicas = 2 };
        Assert.Equal(Observation.NotYet("1 of 2 targets are up"), TargetComparison.Compare(two, [Target("orders")]));
        Assert.Equal(Observation.Holds("2 targets up"), TargetComparison.Compare(two, [Target("orders"), Target("orders", ("pod", "orders-1"))]));
        Assert.Equal(Observation.NotYet("http://x/metrics is down: timeout"),
            TargetComparison.Compare(two, [Target("orders"), Target("orders", ("pod", "orders-1")) with { Health = "down", LastError = "timeout" }]));
    }

    private static void Check(Outcome outcome, string seen, params ImmutableArray<ActiveTarget> active) =>
        Assert.Equal(new Observation(outcome, seen), TargetComparison.Compare(Orders, active));

    private static ActiveTarget Other(string job) => new(ImmutableDictionary<string, string>.Empty.Add("job", job), "up", "", "http://other/metrics");

    private static ActiveTarget Target(string job, params (string Name, string Value)[] changes)
    {
        var labels = new Dictionary<string, string> { ["job"] = job, ["namespace"] = "shop", ["pod"] = "orders-0", ["container"] = "app", ["service"] = "orders", ["node"] = "host" };
        foreach (var (name, value) in changes)
            labels[name] = value;
        return new ActiveTarget(labels.ToImmutableDictionary(), "up", "", "http://x/metrics");
    }
}
