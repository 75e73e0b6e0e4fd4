using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>refresh-too-short</c>: a dashboard that refreshes faster than Prometheus scrapes asks for the same data again.</summary>
internal sealed class RefreshRule : IDashboardRule
{
    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var dashboard = context.Dashboard;
        if (dashboard.RefreshNode is { } node && GrafanaDuration.TryParse(dashboard.Refresh) is { } refresh && refresh > TimeSpan.Zero && refresh < context.Request.ScrapeInterval)
            yield return context.Find(node, "refresh-too-short", Severity.Warning, $"the dashboard refreshes every {dashboard.Refresh}, but Prometheus scrapes every {Durations.Format(context.Request.ScrapeInterval)}; refresh no faster than that");
    }
}
