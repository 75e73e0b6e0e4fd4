using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports.Charts;

/// <summary>Time series as lines or stacked areas over a time axis.</summary>
internal static class LineChart
{
    private const int PlotTop = 8;
    private const int PlotHeight = 128;

    /// <summary>Draws the panel; <paramref name="series"/> is not empty.</summary>
    internal static void Render(ChartContext context, PanelChart chart, ImmutableArray<PlotSeries> series)
    {
        var drawn = series.Length > context.MaxSeries ? [.. series.OrderByDescending(s => Math.Abs(s.Last)).Take(context.MaxSeries)] : series;
        var start = drawn.Min(s => s.Times[0]);
        var end = drawn.Max(s => s.Times[^1]);
        var stacks = chart.Stacked ? Stack(drawn) : [];
        var min = chart.Stacked ? Math.Min(0, stacks.Min(s => s.Where(double.IsFinite).DefaultIfEmpty(0).Min())) : drawn.Min(s => s.Min);
        var max = chart.Stacked ? stacks.Max(s => s.Where(double.IsFinite).DefaultIfEmpty(0).Max()) : drawn.Max(s => s.Max);
        var axis = ValueAxis.For(chart, min, max);
        var id = context.Hover.Add(axis, drawn);
        var gutter = Math.Clamp((axis.Ticks.Max(t => t.Label.Length) + 1) / 2, 2, 6);

        context.Html.Add($"""<div class="plot g{gutter}" data-chart="{id}"><svg class="chart" role="img" aria-labelledby="t{id} d{id}" width="100%" height="160"><title id="t{id}">{chart.Panel}</title><desc id="d{id}">{Describe(chart, series, start, end)}</desc>""");
        foreach (var (value, label) in axis.Ticks)
        {
            var y = PlotTop + (1 - axis.Share(value)) * PlotHeight;
            context.Html.Add($"""<line x1="0" x2="100%" y1="{y}" y2="{y}"/><text class="y" x="-8" y="{y + 3.5}">{label}</text>""");
        }

        AddTimeLabels(context.Html, start, end);
        context.Html.Add($"""<svg x="0" y="{PlotTop}" width="100%" height="{PlotHeight}" viewBox="0 0 1000 1000" preserveAspectRatio="none">""");
        for (var i = 0; i < drawn.Length; i++)
            AddSeries(context.Html, drawn, stacks, i, axis, start, end);
        context.Html.Add($"</svg></svg></div>");
        Legend.Render(context.Html, chart, drawn, series.Length);
    }

    private static void AddSeries(HtmlBuilder html, ImmutableArray<PlotSeries> drawn, double[][] stacks, int index, ValueAxis axis, double start, double end)
    {
        var series = drawn[index];
        var x = series.Times.Select(t => end > start ? (t - start) / (end - start) : 0.5).ToArray();
        double[] Shares(double[] values) => [.. values.Select(v => double.IsNaN(v) ? double.NaN : axis.Share(v))];
        var top = Shares(stacks.Length > 0 ? stacks[index] : series.Values);
        // An area says "this much": it needs the zero line under it.
        if (stacks.Length > 0 || (drawn.Length == 1 && axis is { Low: <= 0, High: >= 0 }))
        {
            var floor = axis.Share(Math.Clamp(0, axis.Low, axis.High));
            var area = stacks.Length > 0 && index > 0 && stacks[index - 1].Length == top.Length ? SvgPath.Area(x, top, Shares(stacks[index - 1])) : SvgPath.Area(x, top, floor);
            html.Add($"""<path class="a k{Palette.Index(index)}{new Markup(stacks.Length > 0 ? " st" : "")}" d="{area}"/>""");
        }

        // From the second round of colours on, the dashes tell series apart.
        html.Add($"""<path class="l k{Palette.Index(index)}{new Markup(index >= Palette.Series.Length ? " dash" : "")}" d="{SvgPath.Line(x, top)}"/>""");
    }

    /// <summary>Running sums; series on other times than the first are taken as they are at the same position.</summary>
    private static double[][] Stack(ImmutableArray<PlotSeries> series)
    {
        var sums = new double[series.Length][];
        for (var i = 0; i < series.Length; i++)
        {
            sums[i] = [.. series[i].Values.Select((v, at) => (double.IsNaN(v) ? 0 : v) + (i > 0 && at < sums[i - 1].Length ? sums[i - 1][at] : 0))];
        }

        return sums;
    }

    private static void AddTimeLabels(HtmlBuilder html, double start, double end)
    {
        var (times, format) = AxisTicks.Clock(start, end, 4);
        foreach (var time in times)
        {
            var share = (time - start) / (end - start) * 100;
            // A label at the very edge would be cut off.
            if (share is < 3 or > 97)
                continue;
            html.Add($"""<text class="x" x="{share}%" y="153">{Clock(time, format)}</text>""");
        }
    }

    private static string Describe(PanelChart chart, ImmutableArray<PlotSeries> series, double start, double end)
    {
        var parts = series.Take(5).Select(s => $"{s.Name}: last {UnitFormat.Format(s.Last, chart.Unit, chart.Decimals)}, between {UnitFormat.Format(s.Min, chart.Unit, chart.Decimals)} and {UnitFormat.Format(s.Max, chart.Unit, chart.Decimals)}");
        return $"{Verdict.Count(series.Length, "series", "series")} from {Clock(start, "HH:mm")} to {Clock(end, "HH:mm")} UTC. {string.Join("; ", parts)}.";
    }

    private static string Clock(double time, string format) =>
        time is > -6e10 and < 2.5e11 ? DateTimeOffset.FromUnixTimeSeconds((long)time).UtcDateTime.ToString(format, CultureInfo.InvariantCulture) : "–";
}
