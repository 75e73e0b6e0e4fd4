using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards;

/// <summary>A finding with the dashboard and the panel it is about, for exclusions.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Dashboard">The dashboard; null when the file could not be read.</param>
/// <param name="Owner">Title of the panel, <c>variable:name</c>, <c>annotation:name</c>, or empty for the whole dashboard.</param>
internal sealed record LocatedFinding(Finding Finding, DashboardIdentity? Dashboard, string Owner);
