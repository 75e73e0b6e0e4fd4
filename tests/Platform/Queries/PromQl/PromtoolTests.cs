using CsCheck;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Syntax;

namespace TalosPlatform.Tests.Queries.PromQl;

public sealed class PromtoolTests
{
    private static readonly string[] Seeds =
    [
        "sum by (job) (rate(http_requests_total{code=~\"5..\", job!=\"\"}[5m])) / on (job) group_left (team) max(owner) > bool 0.05",
        "histogram_quantile(0.99, sum without (pod) (rate(x_bucket[1h:1m] offset -5m))) and on () vector(1)",
        "foo offset 5m @ 1609746000 unless ignoring (a, b) -bar ^ 2 or topk(3, baz)",
        "label_replace(up, \"a\", \"$1\", 'b', `(.*)`) * ignoring (x) group_right () quantile(0.5, y)",
        "min_over_time(rate(foo{bar=\"baz\"}[2s])[5m:] @ end())[4m:3s] == 0x1F + 1e3 % .5",
        "round(clamp_max({\"utf8.name\", \"a b\"=\"c\"}, 3), 0.1) + hour() - time() atan2 scalar(z)",
    ];

    [Fact(Skip = Promtool.Absent, SkipWhen = nameof(Promtool.IsAbsent), SkipType = typeof(Promtool))]
    public void Verdicts_agree_with_promtool_on_mutated_queries()
    {
        var random = new Random(7);
        var queries = new List<string>();
        for (var i = 0; i < 20_000; i++)
            queries.Add(i % 3 == 0 ? Mutations.Soup(random) : Mutations.Mutate(random, Seeds[random.Next(Seeds.Length)], random.Next(1, 4)));
        AssertAgreement(queries);
    }

    [Fact(Skip = Promtool.Absent, SkipWhen = nameof(Promtool.IsAbsent), SkipType = typeof(Promtool))]
    public void Verdicts_agree_with_promtool_on_generated_queries_and_their_neighbours()
    {
        var random = new Random(7);
        var queries = new List<string>();
        QueryGenerator.Expression.Sample(expression => queries.Add(PromQlPrinter.Print(expression)), iter: 4000, threads: 1);
        queries.AddRange(queries.Select(query => Mutations.Mutate(random, query, 1)).ToList());
        AssertAgreement(queries);
    }

    /// <summary>Both selectors are valid only where the pattern is, the first when it does not match the empty string, the second when it does.</summary>
    [Fact(Skip = Promtool.Absent, SkipWhen = nameof(Promtool.IsAbsent), SkipType = typeof(Promtool))]
    public void Verdicts_agree_with_promtool_on_regular_expressions()
    {
        var random = new Random(7);
        var patterns = Enumerable.Range(0, 10_000).Select(_ => Mutations.RegexSoup(random)).ToList();
        AssertAgreement(patterns.SelectMany(pattern => new[] { $"{{x=~`{pattern}`}}", $"{{x!~`{pattern}`}}" }).ToList());
    }

    private static void AssertAgreement(List<string> queries)
    {
        // A rule needs an expression, and a file cannot hold half a surrogate pair.
        queries.RemoveAll(query => query.Length == 0 || !StringText.IsWellFormed(query));
        var refusals = Promtool.Refusals(queries);
        Assert.InRange(refusals.Count, 1, queries.Count - 1);
        var disagreements = queries
            .Select((query, i) => (query, ours: PromQlParser.Parse(query), theirs: refusals.GetValueOrDefault(i)))
            .Where(it => it.ours.IsValid != (it.theirs is null))
            .Select(it => $"{it.query}\n   ours:   {it.ours.Errors.Select(e => e.Describe(it.query)).FirstOrDefault("valid")}\n   theirs: {it.theirs ?? "valid"}");
        Assert.Empty(disagreements);
    }
}
