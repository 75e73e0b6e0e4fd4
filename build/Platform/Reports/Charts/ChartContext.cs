using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports.Charts;

/// <summary>What the charts of one page share: where they write to, how much each may draw, and the data behind the pointer.</summary>
internal sealed class ChartContext(HtmlBuilder html, int maxSeries, int maxPoints)
{
    /// <summary>The page.</summary>
    internal HtmlBuilder Html { get; } = html;

    /// <summary>Most series one chart draws.</summary>
    internal int MaxSeries { get; } = maxSeries;

    /// <summary>Most points one series draws.</summary>
    internal int MaxPoints { get; } = maxPoints;

    /// <summary>Values of line charts, for the tooltip.</summary>
    internal HoverData Hover { get; } = new();

    /// <summary>Shares of a page of this many panels and series: a page of 500 panels stays under 5 MB, a small one draws every point.</summary>
    internal static ChartContext For(HtmlBuilder html, int panels, int series)
    {
        var perPanel = Math.Clamp(4_000 / Math.Max(1, panels), 4, 20);
        var drawn = Math.Min(series, panels * perPanel);
        return new(html, perPanel, Math.Clamp(160_000 / Math.Max(1, drawn), 20, 240));
    }
}
