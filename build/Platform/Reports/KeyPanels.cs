using TalosPlatform.Reports.Charts;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports;

/// <summary>What a panel of a dashboard showed, in text.</summary>
/// <param name="Title">Title of the panel.</param>
/// <param name="Last">Last value with its unit.</param>
/// <param name="Shape">Its course as a sparkline.</param>
/// <param name="Min">Smallest value with its unit.</param>
/// <param name="Max">Largest value with its unit.</param>
public sealed record KeyPanel(string Title, string Last, string Shape, string Min, string Max);

/// <summary>The panels of a run that stand for all of them where there is no room for charts.</summary>
public static class KeyPanels
{
    private const int PerDashboard = 4;
    private const int Shown = 16;
    private const int TitleWidth = 40;

    /// <summary>The first panels of each dashboard that show a course of time.</summary>
    public static IReadOnlyList<KeyPanel> Of(DashboardsSection dashboards) =>
    [
        .. dashboards.Charts.GroupBy(c => c.Dashboard)
            .SelectMany(group => group.Select(c => (Chart: c, Series: PlotSeries.Of(c, int.MaxValue).FirstOrDefault(s => s.Times.Length > 1))).Where(p => p.Series is not null).Take(PerDashboard))
            .Take(Shown).Select(p => Of(p.Chart, p.Series!)),
    ];

    /// <summary>The panels as lines for the log of a job.</summary>
    public static IEnumerable<string> Lines(DashboardsSection dashboards)
    {
        var panels = Of(dashboards).Select(p => p with { Title = SafeText.OneLine(p.Title, TitleWidth) }).ToList();
        var (title, last) = (panels.Select(p => p.Title.Length).DefaultIfEmpty().Max(), panels.Select(p => p.Last.Length).DefaultIfEmpty().Max());
        return panels.Select(p => $"{p.Title.PadRight(title)}  {p.Shape}  {p.Last.PadLeft(last)}  ({p.Min} to {p.Max})");
    }

    private static KeyPanel Of(PanelChart chart, PlotSeries series)
    {
        string Show(double value) => UnitFormat.Format(value, chart.Unit, chart.Decimals);
        return new(chart.Panel, Show(series.Last), Sparkline.Render([.. series.Values.Select(v => double.IsNaN(v) ? (double?)null : v)]), Show(series.Min), Show(series.Max));
    }
}
