using System.Collections.Immutable;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Dashboards;

/// <summary>Holds the list of queries that are expected to give nothing against what they gave.</summary>
internal static class DashboardExpectations
{
    /// <summary>Marks the verdicts that were expected to be empty.</summary>
    public static ImmutableArray<QueryVerdict> Mark(ImmutableArray<QueryVerdict> verdicts, ImmutableArray<ExpectedEmpty> expected, IServiceGateway services) =>
        [.. verdicts.Select(v => !v.Outcome.IsEmpty ? v : expected.FirstOrDefault(e => Holds(e, services) && Means(e, v.Query)) is { } entry ? v with { ExpectedReason = entry.Reason } : v)];

    /// <summary>Entries that no longer hold: their queries give data, or do not exist.</summary>
    public static IEnumerable<LocatedFinding> Outdated(ImmutableArray<QueryVerdict> verdicts, ImmutableArray<Dashboard> dashboards, ImmutableArray<ExpectedEmpty> expected, IServiceGateway services)
    {
        foreach (var entry in expected.Where(e => Holds(e, services)))
        {
            var meant = verdicts.Where(v => Means(entry, v.Query)).ToList();
            var name = $"\"{entry.Panel}\"" + (entry.Query is null ? "" : $" query {entry.Query}");
            if (meant.Count == 0 && dashboards.FirstOrDefault(d => LocatedFinding.IsMeant(entry.Dashboard, d)) is { } dashboard)
                yield return new(dashboard.File.Finding(dashboard.Root, "expected-empty-unused", Severity.Warning, $"{name} is expected to be empty ({entry.Reason}), but no query is called so; remove the entry or correct its names"), dashboard, "");
            else if (meant.Count > 0 && meant.All(v => v.Outcome.HasData))
                yield return new(meant[0].Query.Dashboard.File.Finding(meant[0].Query.Node, "expected-empty-has-data", Severity.Error, $"{name} is expected to be empty ({entry.Reason}), but gives data; remove the entry"), meant[0].Query.Dashboard, meant[0].Query.Owner);
        }
    }

    private static bool Holds(ExpectedEmpty entry, IServiceGateway services) => entry.Unless is null || services.WhyNot(entry.Unless) is not null;

    private static bool Means(ExpectedEmpty entry, DashboardQuery query) =>
        LocatedFinding.IsMeant(entry.Dashboard, query.Dashboard)
        && Wildcard.Matches(entry.Panel, query.Owner)
        && (entry.Query is null || entry.Query == query.RefId);
}
