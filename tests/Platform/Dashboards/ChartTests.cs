using System.Collections.Immutable;
using TalosPlatform.Dashboards.Charts;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Queries;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Legends, thinning out and the kinds of panels.</summary>
public class ChartTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Theory]
    [InlineData("{{job}}", "job=a,pod=p", "", "a")]
    [InlineData("{{ job }} on {{pod}}", "job=a,pod=p", "", "a on p")]
    [InlineData("{{missing}}x", "job=a", "", "x")]
    [InlineData("total", "job=a", "", "total")]
    [InlineData("", "__name__=up,job=a", "", "up{job=\"a\"}")]
    [InlineData("", "job=a\"b", "", "{job=\"a\\\"b\"}")]
    [InlineData("", "", "", "expr")]
    [InlineData("__auto", "__name__=up,job=a,pod=p", "pod", "p")]
    [InlineData("__auto", "__name__=up,job=a,pod=p", "job pod", "a, p")]
    [InlineData("__auto", "__name__=up,job=a,pod=p", "", "up")]
    [InlineData("__auto", "job=a", "", "a")]
    [InlineData("__auto", "", "", "expr")]
    public void Legends(string format, string labels, string varying, string expected) => Assert.Equal(expected, LegendText.Of(format, Labels(labels), varying.Split(' ').ToHashSet(), "expr"));

    [Fact]
    public void A_series_is_thinned_out_to_a_grid_with_gaps()
    {
        var plan = new PlannedQuery(QueryLanguage.PromQl, "x", false, Start, Start.AddSeconds(999), TimeSpan.FromSeconds(1));
        var samples = Enumerable.Range(0, 1000).Where(i => i is < 300 or > 400).Select(i => new Sample(1_700_000_000 + i, i == 999 ? double.NaN : i)).ToImmutableArray();
        var digest = SeriesDigest.Of(new Series(Labels("a=b"), samples), plan, 120);
        Assert.Equal(112, digest.Points.Length);
        Assert.Equal([(1_700_000_000, 8.0), (1_700_000_009, 17.0)], digest.Points.Take(2).Select(p => (p.Time, p.Value!.Value)));
        Assert.Null(digest.Points[40].Value);
        Assert.Null(digest.Points[^1].Value);
        Assert.Equal((998, 0, 998, 899 - 1), ((int)digest.Statistics.Last!, (int)digest.Statistics.Min!, (int)digest.Statistics.Max!, digest.Statistics.Count));
    }

    [Theory]
    [InlineData("lastNotNull", 3)]
    [InlineData("first", 1)]
    [InlineData("max", 5)]
    [InlineData("min", 1)]
    [InlineData("mean", 3)]
    [InlineData("sum", 9)]
    [InlineData("count", 3)]
    [InlineData("range", 4)]
    [InlineData("delta", 2)]
    public void Reducers(string calculation, double expected)
    {
        ImmutableArray<Sample> samples = [new(1, 1), new(2, 5), new(3, double.NaN), new(4, 3)];
        Assert.Equal(expected, SeriesStatistics.Of(samples).Reduce(calculation));
    }

    [Theory]
    [InlineData("timeseries", "lastNotNull", 3, "")]
    [InlineData("stat", "lastNotNull", 3, "")]
    [InlineData("stat", "max", 1, "")]
    [InlineData("gauge", "max", 1, "")]
    [InlineData("table", "lastNotNull", 1, "Rate")]
    public void A_panel_is_drawn_as_its_kind(string kind, string reducer, int points, string column)
    {
        var chart = Chart(kind, reducer, [("job=a", [1, 2, 3])]);
        Assert.Equal((kind, points, column), (chart.Kind, chart.Series[0].Points.Length, chart.Series[0].Column ?? ""));
    }

    [Fact]
    public void Many_series_are_cut_to_the_largest_and_the_rest_is_noted()
    {
        var chart = Chart("timeseries", "last", [.. Enumerable.Range(1, 40).Select(i => ($"job=j{i:00}", new double[] { i, i }))]);
        Assert.Equal("12 of 40 series", chart.Note);
        Assert.Equal("j40", chart.Series.Select(s => s.Name).Max());
        Assert.DoesNotContain(chart.Series, s => s.Name == "j01");
    }

    [Fact]
    public void Buckets_are_ordered_by_their_bound() =>
        Assert.Equal(["0.1", "1", "2.5", "10", "+Inf"], Chart("heatmap", "last", [("le=+Inf", [9]), ("le=10", [8]), ("le=2.5", [7]), ("le=0.1", [5]), ("le=1", [6])], "{{le}}").Series.Select(s => s.Name));

    [Fact]
    public void A_panel_of_text_is_not_drawn()
    {
        var panel = new Panel(ReadingTests.Read("{\"panels\":[]}").Dashboard!.Root, "P", "text");
        Assert.Empty(ChartBuilder.Build(ReadingTests.Read("{\"panels\":[]}").Dashboard!, [Verdict(panel, [("", [1])], "")]));
    }

    private static TalosPlatform.Reports.PanelChart Chart(string kind, string reducer, (string Labels, double[] Values)[] series, string legend = "__auto")
    {
        var dashboard = ReadingTests.Read("{\"title\":\"D\",\"panels\":[]}").Dashboard!;
        var panel = new Panel(dashboard.Root, "P", kind) { Reducer = reducer, FieldNames = ImmutableDictionary<string, string>.Empty.Add("Value", "Rate"), Targets = [new Target(dashboard.Root, "A")] };
        return Assert.Single(ChartBuilder.Build(dashboard, [Verdict(panel, series, legend)]));
    }

    private static QueryVerdict Verdict(Panel panel, (string Labels, double[] Values)[] series, string legend)
    {
        var dashboard = ReadingTests.Read("{\"title\":\"D\",\"panels\":[]}").Dashboard!;
        var plan = new PlannedQuery(QueryLanguage.PromQl, "x", false, Start, Start.AddSeconds(30), TimeSpan.FromSeconds(15));
        var result = new QueryResult("matrix", [.. series.Select(s => new Series(Labels(s.Labels), [.. s.Values.Select((v, i) => new Sample(1_700_000_000 + i * 15, v))]))], [], []);
        var query = new DashboardQuery(dashboard, "P", panel.Node, "expr") { Panel = panel, Target = new Target(panel.Node, "A"), Plan = plan, Legend = legend };
        return new QueryVerdict(query, QueryOutcome.Of(result, plan));
    }

    private static ImmutableSortedDictionary<string, string> Labels(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToImmutableSortedDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
}
