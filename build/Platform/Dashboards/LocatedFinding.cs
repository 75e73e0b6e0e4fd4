using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards;

/// <summary>A finding with the dashboard and the panel it is about, for exclusions.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Dashboard">The dashboard; null when the file could not be read.</param>
/// <param name="Owner">Title of the panel, <c>variable:name</c>, <c>annotation:name</c>, or empty for the whole dashboard.</param>
internal sealed record LocatedFinding(Finding Finding, Dashboard? Dashboard, string Owner)
{
    /// <summary>Whether a pattern means the dashboard: by uid, title or file.</summary>
    public static bool IsMeant(string pattern, Dashboard dashboard) =>
        Wildcard.Matches(pattern, dashboard.Uid) || Wildcard.Matches(pattern, dashboard.Title) || Wildcard.Matches(pattern, dashboard.File.Name);
}
