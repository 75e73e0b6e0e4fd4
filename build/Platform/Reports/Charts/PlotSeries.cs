using System.Collections.Immutable;

namespace TalosPlatform.Reports.Charts;

/// <summary>A series ready to draw: ascending times, NaN for gaps, at most as many points as asked for; figures are those of the full series.</summary>
internal sealed record PlotSeries(string Name, double[] Times, double[] Values, double Last, double Min, double Max)
{
    /// <summary>Its own unit; null for the panel's.</summary>
    internal string? Unit { get; init; }

    /// <summary>The column of a table it belongs to.</summary>
    internal string Column { get; init; } = "Value";

    /// <summary>Whether there is anything to show.</summary>
    internal bool HasData => !double.IsNaN(Last);

    /// <summary>Reads a series of the document; points that are no pair of time and value are left out.</summary>
    internal static PlotSeries From(ChartSeries series, int maxPoints)
    {
        var times = new List<double>(series.Points.Length);
        var values = new List<double>(series.Points.Length);
        foreach (var point in series.Points)
        {
            if (point.IsDefault || point.Length < 2 || point[0] is not { } time || !double.IsFinite(time))
                continue;
            times.Add(time);
            // Beyond a third of the largest double, ranges and sums overflow; nothing measured is that large.
            values.Add(point[1] is { } value && double.IsFinite(value) && Math.Abs(value) < 1e300 ? value : double.NaN);
        }

        var (x, y) = (times.ToArray(), values.ToArray());
        for (var i = 1; i < x.Length; i++)
        {
            if (x[i] < x[i - 1])
            {
                Array.Sort(x, y);
                break;
            }
        }

        var (last, min, max) = (double.NaN, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in y)
        {
            if (double.IsNaN(value))
                continue;
            (last, min, max) = (value, Math.Min(min, value), Math.Max(max, value));
        }

        (x, y) = Decimation.Reduce(x, y, maxPoints);
        return new(series.Name, x, y, last, min, max) { Unit = series.Unit, Column = series.Column is { Length: > 0 } column ? column : "Value" };
    }

    /// <summary>The series of a panel that have data.</summary>
    internal static ImmutableArray<PlotSeries> Of(PanelChart chart, int maxPoints) =>
        [.. chart.Series.Select(s => From(s, maxPoints)).Where(s => s.HasData)];
}
