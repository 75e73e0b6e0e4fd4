using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards;

/// <summary>A dashboard that was read, and the file it came from.</summary>
internal sealed record DashboardSource(DashboardFile File, Dashboard Dashboard)
{
    public DashboardIdentity Identity { get; } = DashboardIdentity.Of(File, Dashboard);
}

/// <summary>What is kept of a dashboard once it has been checked: a file's tree is some twenty times as large as the file.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Folder">Grafana folder.</param>
/// <param name="Uid">Its uid; empty when it has none.</param>
/// <param name="Title">Its title; empty when it has none.</param>
/// <param name="Place">A finding about the whole dashboard, for its place.</param>
/// <param name="UidPlace">A finding at the uid.</param>
/// <param name="TitlePlace">A finding at the title.</param>
internal sealed record DashboardIdentity(string File, string Folder, string Uid, string Title, Finding Place, Finding UidPlace, Finding TitlePlace)
{
    public static DashboardIdentity Of(DashboardFile file, Dashboard dashboard)
    {
        Finding At(JsonNode node) => dashboard.File.Finding(node, "", Severity.Info, "");
        return new DashboardIdentity(file.Name, file.Folder, dashboard.Uid, dashboard.Title, At(dashboard.Root), At(dashboard.Root["uid"] ?? dashboard.Root), At(dashboard.Root["title"] ?? dashboard.Root));
    }

    /// <summary>Whether a pattern means the dashboard: by uid, title or file.</summary>
    public bool IsMeantBy(string pattern) => Wildcard.Matches(pattern, Uid) || Wildcard.Matches(pattern, Title) || Wildcard.Matches(pattern, File);
}
