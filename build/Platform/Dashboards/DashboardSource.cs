using TalosPlatform.Dashboards.Reading;

namespace TalosPlatform.Dashboards;

/// <summary>A dashboard that was read, and the file it came from.</summary>
internal sealed record DashboardSource(DashboardFile File, Dashboard Dashboard);
