using System.Collections.Frozen;
using System.Collections.Immutable;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Reports;

namespace TalosPlatform.Dashboards.Charts;

/// <summary>What panels show, from the answers their queries got.</summary>
internal static class ChartBuilder
{
    private static readonly FrozenSet<string> NotDrawn = FrozenSet.Create(
        StringComparer.Ordinal, "text", "row", "logs", "traces", "nodeGraph", "news", "dashlist", "alertlist", "annolist", "flamegraph", "geomap", "canvas", "welcome", "gettingstarted");

    // These show one number a series; a stat panel shows its course behind the number, too.
    private static readonly FrozenSet<string> Reduced = FrozenSet.Create(StringComparer.Ordinal, "gauge", "bargauge", "table", "table-old", "piechart", "singlestat", "barchart");

    /// <summary>One chart for every panel, and for every repetition of a panel.</summary>
    public static ImmutableArray<PanelChart> Build(Dashboard dashboard, IEnumerable<QueryVerdict> verdicts) =>
    [
        .. verdicts.Where(v => v.Query.Panel is { } panel && !NotDrawn.Contains(panel.Type))
            .GroupBy(v => (Panel: v.Query.Panel!, v.Query.Repeat), new PanelAndRepeat())
            .Select(group => Build(dashboard, group.Key.Panel, [.. group])),
    ];

    private static PanelChart Build(Dashboard dashboard, Panel panel, ImmutableArray<QueryVerdict> verdicts)
    {
        var title = Interpolator.Interpolate(panel.Title, verdicts[0].Query.Scope);
        var all = verdicts.SelectMany(v => v.Outcome.Digest.Series.Select(s => (v.Query, Series: s))).ToList();
        var varying = Varying(all.Select(s => s.Series.Labels));
        var kept = all.Count <= ResultDigest.MaxSeries ? all
            : [.. all.OrderByDescending(s => Math.Max(Math.Abs(s.Series.Statistics.Max ?? 0), Math.Abs(s.Series.Statistics.Min ?? 0))).Take(ResultDigest.MaxSeries)];
        var total = verdicts.Sum(v => v.Outcome.Digest.SeriesCount);
        return new PanelChart(dashboard.Name, title, panel.Unit, panel.Type, [.. kept.OrderBy(s => BucketOrder(s.Series)).Select(s => Draw(panel, s.Query, s.Series, varying))], Note(verdicts, kept.Count, total))
        {
            Min = panel.Min,
            Max = panel.Max,
            Decimals = panel.Decimals,
            Stacked = panel.Stacked,
        };
    }

    private static ChartSeries Draw(Panel panel, DashboardQuery query, SeriesDigest series, FrozenSet<string> varying)
    {
        var name = LegendText.Of(query.Legend, series.Labels, varying, query.Expression);
        var isLast = panel.Reducer is "last" or "lastNotNull";
        if (panel.Type is "table" or "table-old")
            return TableCell(panel, query, series);
        if (Reduced.Contains(panel.Type) || panel.Type == "stat" && !isLast)
            return new ChartSeries(name, [[series.Statistics.LastTime, series.Statistics.Reduce(panel.Reducer)]]);
        return new ChartSeries(name, [.. series.Points.Select(p => ImmutableArray.Create<double?>(p.Time, p.Value))]);
    }

    // A query is a column ("Value #A" until a transformation renames it), the labels are the row.
    private static ChartSeries TableCell(Panel panel, DashboardQuery query, SeriesDigest series)
    {
        var field = panel.Targets.Length > 1 ? $"Value #{query.RefId}" : "Value";
        var column = panel.FieldNames.GetValueOrDefault(field, field);
        var name = LegendText.Of(query.Legend == "__auto" ? "" : query.Legend, series.Labels, FrozenSet<string>.Empty, query.Expression);
        return new ChartSeries(name, [[series.Statistics.LastTime, series.Statistics.Reduce(panel.Reducer)]])
        {
            Column = column,
            Unit = panel.FieldUnits.GetValueOrDefault(column) ?? panel.FieldUnits.GetValueOrDefault(field),
        };
    }

    // Buckets of a histogram read from the smallest to the largest.
    private static double BucketOrder(SeriesDigest series) => series.Labels.GetValueOrDefault("le") switch
    {
        null => 0,
        "+Inf" => double.PositiveInfinity,
        var bound => double.TryParse(bound, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0,
    };

    private static FrozenSet<string> Varying(IEnumerable<ImmutableSortedDictionary<string, string>> labels)
    {
        var all = labels.ToList();
        return all.SelectMany(l => l.Keys).Distinct(StringComparer.Ordinal)
            .Where(k => k != "__name__" && all.Select(l => l.GetValueOrDefault(k, "")).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .ToFrozenSet(StringComparer.Ordinal);
    }

    private static string Note(ImmutableArray<QueryVerdict> verdicts, int kept, int total)
    {
        if (kept > 0)
            return total > kept ? $"{kept} of {total} series" : "";
        var said = verdicts.Select(v => v.ExpectedReason.Length > 0 ? v.ExpectedReason
            : v.Explanation.Length > 0 ? v.Explanation
            : v.Outcome.Message.Length > 0 ? v.Outcome.Message
            : v.Query.SkipReason).FirstOrDefault(text => text.Length > 0);
        return said ?? "no data";
    }

    private sealed class PanelAndRepeat : IEqualityComparer<(Panel Panel, string Repeat)>
    {
        public bool Equals((Panel Panel, string Repeat) x, (Panel Panel, string Repeat) y) => ReferenceEquals(x.Panel, y.Panel) && x.Repeat == y.Repeat;

        public int GetHashCode((Panel Panel, string Repeat) key) => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Panel), key.Repeat.GetHashCode(StringComparison.Ordinal));
    }
}
