using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Charts;

/// <summary>Buckets over time as cells of five shades. Cumulative Prometheus buckets are told by their numeric names and become differences.</summary>
internal static class HeatmapChart
{
    private const int Shades = 5;
    private const int Columns = 60;

    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        var rows = Rows(series);
        var times = series[0].Times;
        var columns = Math.Min(Columns, times.Length);
        var cells = rows.Select(r => Resample(r.Values, columns)).ToList();
        var largest = cells.Max(c => c.Max());
        var paths = Enumerable.Range(0, Shades).Select(_ => new StringBuilder()).ToArray();
        for (var row = 0; row < cells.Count; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (!(cells[row][column] > 0) || !(largest > 0))
                    continue;
                // The root spreads the shades: most cells of a latency histogram are far below its peak.
                var shade = Math.Clamp((int)(Math.Sqrt(cells[row][column] / largest) * Shades), 0, Shades - 1);
                var (x0, x1) = (column * SvgPath.Size / columns, (column + 1) * SvgPath.Size / columns);
                var (y0, y1) = (SvgPath.Size - (row + 1) * SvgPath.Size / cells.Count, SvgPath.Size - row * SvgPath.Size / cells.Count);
                paths[shade].Append(CultureInfo.InvariantCulture, $"M{x0} {y0}H{x1}V{y1}H{x0}z");
            }
        }

        var step = Math.Max(1, (int)Math.Ceiling(rows.Count / 5.0));
        var gutter = Math.Clamp((rows.Max(r => r.Name.Length) + 1) / 2, 2, 6);
        context.Html.Add($"""<div class="plot g{gutter}"><svg class="chart" role="img" width="100%" height="160"><title>{chart.Panel}</title><desc>Heatmap of {rows.Count} buckets over {columns} points in time; the largest cell is {UnitFormat.Format(largest, "short")}.</desc>""");
        for (var row = 0; row < rows.Count; row += step)
            context.Html.Add($"""<text class="y" x="-8" y="{8 + (1 - (row + 0.5) / rows.Count) * 128 + 3.5}">{rows[row].Name}</text>""");
        var (ticks, format) = AxisTicks.Clock(times[0], times[^1], 4);
        foreach (var tick in ticks.Where(t => (t - times[0]) / (times[^1] - times[0]) is > 0.03 and < 0.97))
            context.Html.Add($"""<text class="x" x="{(tick - times[0]) / (times[^1] - times[0]) * 100}%" y="153">{DateTimeOffset.FromUnixTimeSeconds(tick).UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}</text>""");
        context.Html.Add($"""<svg x="0" y="8" width="100%" height="128" viewBox="0 0 1000 1000" preserveAspectRatio="none"><rect class="none" width="1000" height="1000"/>""");
        for (var shade = 0; shade < Shades; shade++)
            context.Html.Add($"""<path class="h{shade}" d="{paths[shade].ToString()}"/>""");
        context.Html.Add($"""</svg></svg></div><p class="shades">fewer <i class="h0"></i><i class="h1"></i><i class="h2"></i><i class="h3"></i><i class="h4"></i> more, up to {UnitFormat.Format(largest, "short")} a cell</p>""");
    }

    private static List<(string Name, double[] Values)> Rows(ImmutableArray<PlotSeries> series)
    {
        var bounds = series.Select(s => (Bound: Bound(s.Name), Series: s)).ToList();
        if (bounds.Any(b => b.Bound is null) || series.Length < 2)
            return [.. series.Select(s => (s.Name, s.Values))];
        var ordered = bounds.OrderBy(b => b.Bound).Select(b => b.Series).ToList();
        var cumulative = ordered.Zip(ordered.Skip(1)).All(pair => pair.Second.Last >= pair.First.Last * 0.999);
        return [.. ordered.Select((s, i) => (s.Name, cumulative && i > 0 ? Difference(s.Values, ordered[i - 1].Values) : s.Values))];
    }

    private static double[] Difference(double[] values, double[] below) =>
        [.. values.Select((v, i) => i < below.Length && !double.IsNaN(below[i]) ? Math.Max(0, v - below[i]) : v)];

    private static double? Bound(string name)
    {
        var text = LabelSet.Parse(name)?.GetValueOrDefault("le", "") ?? name;
        return text is "+Inf" ? double.PositiveInfinity
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? bound : null;
    }

    private static double[] Resample(double[] values, int columns)
    {
        var result = new double[columns];
        for (var column = 0; column < columns; column++)
        {
            var (from, to) = (column * values.Length / columns, Math.Max(column * values.Length / columns + 1, (column + 1) * values.Length / columns));
            result[column] = values[Math.Min(from, values.Length)..Math.Min(to, values.Length)].Where(double.IsFinite).DefaultIfEmpty(0).Average();
        }

        return result;
    }
}
