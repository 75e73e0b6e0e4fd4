using System.Collections.Concurrent;
using System.Collections.Immutable;
using TalosPlatform.Dashboards.Charts;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Dashboards.Rules;
using TalosPlatform.Dashboards.Variables;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
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
        var read = request.Files.Select(f => (File: f, Result: DashboardReader.Load(f.Path, f.Name))).ToList();
        var sources = read.Where(r => r.Result.Dashboard is not null).Select(r => new DashboardSource(r.File, r.Result.Dashboard!)).ToImmutableArray();

        var checkedDashboards = new ConcurrentBag<CheckedDashboard>();
        await Parallel.ForEachAsync(
            sources,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, request.Parallelism), CancellationToken = cancellation },
            async (source, token) => checkedDashboards.Add(await CheckAsync(source, session, token)));
        var results = checkedDashboards.OrderBy(c => c.Source.File.Name, StringComparer.Ordinal).ToImmutableArray();

        var verdicts = results.SelectMany(r => r.Verdicts).ToImmutableArray();
        var findings = read.Select(r => r.Result.Error).OfType<Finding>().Select(f => new LocatedFinding(f, null, ""))
            .Concat(results.SelectMany(r => r.Findings))
            .Concat(verdicts.SelectMany(VerdictFindings.Of))
            .Concat(session.Unavailable(verdicts))
            .Concat(RuleSet.CheckSet(sources))
            .Concat(request.Offline ? [] : DashboardExpectations.Outdated(verdicts, [.. sources.Select(s => s.Dashboard)], request.ExpectedEmpty, services))
            .ToImmutableArray();

        return new DashboardsSection(
            request.Files.Length,
            sources.Sum(s => s.Dashboard.Panels.Length),
            verdicts.Length,
            verdicts.Count(v => v.Outcome.HasData),
            verdicts.Count(v => v.Outcome.IsEmpty),
            verdicts.Count(v => v.Outcome.IsFailed),
            verdicts.Count(v => v.Outcome.Kind == OutcomeKind.Skipped),
            DashboardExclusions.Apply(findings, request.Exclusions, request.Strict))
        {
            Charts = request.Offline ? [] : [.. results.SelectMany(r => ChartBuilder.Build(r.Source.Dashboard, r.Verdicts))],
        };
    }

    private static async Task<CheckedDashboard> CheckAsync(DashboardSource source, DashboardSession session, CancellationToken cancellation)
    {
        var dashboard = source.Dashboard;
        var variables = await session.Variables.ResolveAsync(dashboard, session.From, session.To, cancellation);
        var queries = session.Planner.Plan(dashboard, variables);
        var outcomes = await Task.WhenAll(queries.Select(q => session.RunAsync(q, cancellation)));
        var verdicts = DashboardExpectations.Mark([.. variables.Verdicts, .. outcomes], session.Request.ExpectedEmpty, session.Services);
        var explained = await Task.WhenAll(verdicts.Select(v => session.ExplainAsync(v, cancellation)));
        var context = new RuleContext(source, session.Request, session.Datasources, variables, queries, await session.MetadataAsync(cancellation));
        return new CheckedDashboard(source, [.. explained],
        [
            .. variables.Findings.Select(f => new LocatedFinding(f, dashboard, "")),
            .. RuleSet.Check(context),
        ]);
    }

    private sealed record CheckedDashboard(DashboardSource Source, ImmutableArray<QueryVerdict> Verdicts, ImmutableArray<LocatedFinding> Findings);
}
