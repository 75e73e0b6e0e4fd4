using System.Collections.Immutable;
using TalosPlatform.Dashboards.Charts;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Dashboards.Rules;
using TalosPlatform.Reports;
using TalosPlatform.Stack;

namespace TalosPlatform.Dashboards;

/// <summary>Checks dashboards against the running stack: every query of every panel, variable and annotation is interpolated and sent as Grafana would.</summary>
public static class DashboardValidator
{
    /// <summary>Validates dashboards. Nothing in a file or in a server's answer makes this throw: it all becomes findings.</summary>
    /// <param name="request">What to validate.</param>
    /// <param name="services">The way to Prometheus, Loki and Tempo; not used offline.</param>
    /// <param name="cancellation">Stops the validation.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<DashboardsSection> ValidateAsync(DashboardRequest request, IServiceGateway services, CancellationToken cancellation = default)
    {
        using var session = DashboardSession.Open(request, services);
        var results = new CheckedDashboard[request.Files.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, request.Files.Length),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, request.Parallelism), CancellationToken = cancellation },
            async (index, token) => results[index] = await CheckAsync(request.Files[index], session, token));

        var dashboards = results.Select(r => r.Identity).OfType<DashboardIdentity>().ToList();
        var findings = results.SelectMany(r => r.Findings)
            .Concat(RuleSet.CheckSet(dashboards))
            .Concat(session.Expectations.Outdated(dashboards))
            .ToImmutableArray();
        int Count(Func<QueryOutcome, bool> counts) => results.Sum(r => r.Outcomes.Count(counts));
        return new DashboardsSection(
            request.Files.Length,
            results.Sum(r => r.Panels),
            Count(_ => true),
            Count(o => o.HasData),
            Count(o => o.IsEmpty),
            Count(o => o.IsFailed),
            Count(o => o.Kind == OutcomeKind.Skipped),
            DashboardExclusions.Apply(findings, request.Exclusions, request.Strict))
        {
            Charts = [.. results.SelectMany(r => r.Charts)],
        };
    }

    private static async Task<CheckedDashboard> CheckAsync(DashboardFile file, DashboardSession session, CancellationToken cancellation)
    {
        var (read, error) = DashboardReader.Load(file.Path, file.Name);
        if (read is not { } dashboard)
            return new CheckedDashboard(null, 0, [], [new LocatedFinding(error!, null, "")], []);
        var source = new DashboardSource(file, dashboard);
        var variables = await session.Variables.ResolveAsync(dashboard, session.From, session.To, cancellation);
        var queries = session.Planner.Plan(dashboard, variables);
        var outcomes = await Task.WhenAll(queries.Select(q => session.RunAsync(q, cancellation)));
        var marked = session.Expectations.Mark(source.Identity, [.. variables.Verdicts, .. outcomes]);
        ImmutableArray<QueryVerdict> verdicts = [.. await Task.WhenAll(marked.Select(v => session.ExplainAsync(v, cancellation)))];
        var context = new RuleContext(source, session.Request, session.Datasources, variables, queries, await session.MetadataAsync(cancellation));
        return new CheckedDashboard(
            source.Identity,
            dashboard.Panels.Length,
            [.. verdicts.Select(v => v.Outcome)],
            [
                .. variables.Findings.Select(f => new LocatedFinding(f, source.Identity, "")),
                .. verdicts.SelectMany(v => VerdictFindings.Of(source.Identity, v)),
                .. session.Unavailable(source.Identity, verdicts),
                .. RuleSet.Check(context),
            ],
            session.Request.Offline ? [] : ChartBuilder.Build(dashboard, verdicts));
    }

    private sealed record CheckedDashboard(DashboardIdentity? Identity, int Panels, ImmutableArray<QueryOutcome> Outcomes, ImmutableArray<LocatedFinding> Findings, ImmutableArray<PanelChart> Charts);
}
