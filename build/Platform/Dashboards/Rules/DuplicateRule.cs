using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>duplicate-uid</c>, <c>duplicate-title</c>: either one makes Grafana's file provider stop updating all of its dashboards, without a word.</summary>
internal static class DuplicateRule
{
    public static IEnumerable<LocatedFinding> Check(IReadOnlyCollection<DashboardIdentity> dashboards) =>
        Repeated(dashboards.Where(d => d.Uid.Length > 0), d => d.Uid, "uid", d => d.UidPlace, "give it a uid of its own")
            .Concat(Repeated(dashboards.Where(d => d.Title.Length > 0), d => d.Folder + "\n" + d.Title, "title", d => d.TitlePlace, "rename it or put it into another folder"));

    private static IEnumerable<LocatedFinding> Repeated(IEnumerable<DashboardIdentity> dashboards, Func<DashboardIdentity, string> key, string what, Func<DashboardIdentity, Finding> place, string fix) =>
        from dashboard in dashboards
        group dashboard by key(dashboard) into same
        from later in same.Skip(1)
        select new LocatedFinding(
            place(later) with
            {
                Rule = "duplicate-" + what,
                Severity = Severity.Error,
                Message = $"\"{same.First().File}\" has the same {what} \"{(what == "uid" ? later.Uid : later.Title)}\"; Grafana then stops updating every dashboard of this folder: {fix}",
            },
            later, "");
}
