using System.Collections.Immutable;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Dashboards;

/// <summary>Holds the list of queries that are expected to give nothing against what they gave.</summary>
internal sealed class DashboardExpectations(ImmutableArray<ExpectedEmpty> entries, IServiceGateway services)
{
    // An entry may name a component in whose absence alone it holds.
    private readonly ImmutableArray<Tally> _tallies = [.. entries.Where(e => e.Unless is null || services.WhyNot(e.Unless) is not null).Select(e => new Tally(e))];
    private readonly Lock _gate = new();

    /// <summary>Marks the verdicts that were expected to be empty, and keeps count for <see cref="Outdated"/>.</summary>
    public ImmutableArray<QueryVerdict> Mark(DashboardIdentity dashboard, ImmutableArray<QueryVerdict> verdicts)
    {
        if (_tallies.IsEmpty)
            return verdicts;
        lock (_gate)
            return [.. verdicts.Select(v => Mark(dashboard, v))];
    }

    /// <summary>Entries that no longer hold: their queries give data, or do not exist.</summary>
    public IEnumerable<LocatedFinding> Outdated(IEnumerable<DashboardIdentity> dashboards)
    {
        foreach (var tally in _tallies)
        {
            var entry = tally.Entry;
            var name = $"\"{entry.Panel}\"" + (entry.Query is null ? "" : $" query {entry.Query}");
            if (tally.First is null && dashboards.FirstOrDefault(d => d.IsMeantBy(entry.Dashboard)) is { } dashboard)
                yield return new(dashboard.Place with { Rule = "expected-empty-unused", Severity = Severity.Warning, Message = $"{name} is expected to be empty ({entry.Reason}), but no query is called so; remove the entry or correct its names" }, dashboard, "");
            else if (tally is { First: { } first, AllHaveData: true, Entry: { Sometimes: false, Unless: null } })
                yield return first with { Finding = first.Finding with { Message = $"{name} is expected to be empty ({entry.Reason}), but gives data; remove the entry" } };
        }
    }

    private QueryVerdict Mark(DashboardIdentity dashboard, QueryVerdict verdict)
    {
        foreach (var tally in _tallies)
        {
            var (entry, query) = (tally.Entry, verdict.Query);
            if (!dashboard.IsMeantBy(entry.Dashboard) || !Wildcard.Matches(entry.Panel, query.Owner) || entry.Query is not null && entry.Query != query.RefId)
                continue;
            tally.First ??= new(query.Dashboard.File.Finding(query.Node, "expected-empty-has-data", Severity.Error, ""), dashboard, query.Owner);
            tally.AllHaveData &= verdict.Outcome.HasData;
            if (verdict.Outcome.IsEmpty && verdict.ExpectedReason.Length == 0)
                verdict = verdict with { ExpectedReason = entry.Reason };
        }

        return verdict;
    }

    private sealed class Tally(ExpectedEmpty entry)
    {
        public ExpectedEmpty Entry { get; } = entry;

        public LocatedFinding? First { get; set; }

        public bool AllHaveData { get; set; } = true;
    }
}
