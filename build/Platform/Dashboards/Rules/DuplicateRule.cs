using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>duplicate-uid</c>, <c>duplicate-title</c>: either one makes Grafana's file provider stop updating all of its dashboards, without a word.</summary>
internal static class DuplicateRule
{
    public static IEnumerable<LocatedFinding> Check(ImmutableArray<DashboardSource> sources) =>
        Repeated(sources, "duplicate-uid", s => s.Dashboard.Uid, s => s.Dashboard.Root["uid"] ?? s.Dashboard.Root, "give it a uid of its own")
            .Concat(Repeated(sources, "duplicate-title", s => s.Dashboard.Title.Length == 0 ? "" : s.File.Folder + "/" + s.Dashboard.Title, s => s.Dashboard.Root["title"] ?? s.Dashboard.Root, "rename it or put it into another folder"));

    private static IEnumerable<LocatedFinding> Repeated(ImmutableArray<DashboardSource> sources, string rule, Func<DashboardSource, string> key, Func<DashboardSource, Reading.JsonNode> node, string fix) =>
        from source in sources
        where key(source).Length > 0
        group source by key(source) into same
        from later in same.Skip(1)
        select new LocatedFinding(
            later.Dashboard.File.Finding(node(later), rule, Severity.Error, $"\"{same.First().File.Name}\" has the same {rule["duplicate-".Length..]} \"{same.Key.TrimStart('/')}\"; Grafana then stops updating every dashboard of this folder: {fix}"),
            later.Dashboard, "");
}
