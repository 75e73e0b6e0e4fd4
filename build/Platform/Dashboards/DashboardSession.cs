using System.Collections.Frozen;
using System.Collections.Immutable;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Variables;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Dashboards;

/// <summary>Everything one validation shares: the time range, the servers and what they were asked already.</summary>
internal sealed class DashboardSession : IDisposable
{
    private static readonly FrozenDictionary<QueryLanguage, string> PluginOf = new Dictionary<QueryLanguage, string>
    {
        [QueryLanguage.PromQl] = "prometheus",
        [QueryLanguage.LogQl] = "loki",
        [QueryLanguage.TraceQl] = "tempo",
    }.ToFrozenDictionary();

    private readonly CancellationTokenSource _deadline;
    private readonly QueryRunner _runner;
    private readonly EmptyExplainer? _explainer;
    private readonly MetricMetadata? _metadata;

    private DashboardSession(DashboardRequest request, IServiceGateway services)
    {
        Request = request;
        Services = services;
        To = request.To ?? DateTimeOffset.UtcNow;
        From = To - request.Window;
        Datasources = new DatasourceResolver(request.Datasources);
        Expectations = new DashboardExpectations(request.Offline ? [] : request.ExpectedEmpty, services);
        _deadline = new CancellationTokenSource(request.Deadline);
        var backends = new Dictionary<QueryLanguage, IQueryBackend>();
        foreach (var language in request.Offline ? [] : Enum.GetValues<QueryLanguage>())
        {
            if (services.Connect(Service(language), request.QueryTimeout) is { } http)
                backends[language] = language switch { QueryLanguage.PromQl => new PrometheusBackend(http), QueryLanguage.LogQl => new LokiBackend(http), _ => new TempoBackend(http) };
        }

        _runner = new QueryRunner(backends.ToFrozenDictionary(), request.Parallelism, request.QueryTimeout, _deadline.Token);
        var prometheus = (backends.GetValueOrDefault(QueryLanguage.PromQl) as PrometheusBackend)?.Client;
        _explainer = prometheus is null ? null : new EmptyExplainer(_runner, new SelectorInspector(_runner, prometheus, request.ScrapeInterval), From, To);
        _metadata = prometheus is null ? null : new MetricMetadata(_runner, prometheus);
        Variables = new VariableResolver(Datasources, new VariableSource(_runner, prometheus, l => WhyNot(l) ?? ""), request.ScrapeInterval, request.Offline);
        Planner = new QueryPlanner(Datasources, request, From, To, WhyNot);
    }

    public DashboardRequest Request { get; }

    public IServiceGateway Services { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public DatasourceResolver Datasources { get; }

    public DashboardExpectations Expectations { get; }

    public VariableResolver Variables { get; }

    public QueryPlanner Planner { get; }

    public static DashboardSession Open(DashboardRequest request, IServiceGateway services) => new(request, services);

    /// <summary>Runs a query; offline, parses it.</summary>
    public async Task<QueryVerdict> RunAsync(DashboardQuery query, CancellationToken cancellation) => new(query,
        query.Plan is { } plan ? await _runner.RunAsync(plan, cancellation)
        : Request.Offline ? OfflineCheck.Of(query)
        : new QueryOutcome(OutcomeKind.Skipped, query.SkipReason));

    public async Task<QueryVerdict> ExplainAsync(QueryVerdict verdict, CancellationToken cancellation) =>
        verdict is { Outcome.IsEmpty: true, ExpectedReason: "", Explanation: "" } && _explainer is not null
            ? verdict with { Explanation = await _explainer.ExplainAsync(verdict.Query, verdict.Outcome.Kind, cancellation) }
            : verdict;

    /// <summary>Types of metrics by name, as their exporters declare them; empty when no server says.</summary>
    public Task<FrozenDictionary<string, string>> MetadataAsync(CancellationToken cancellation) =>
        _metadata?.TypesAsync(cancellation) ?? Task.FromResult(FrozenDictionary<string, string>.Empty);

    /// <summary>One finding for every server that did not answer queries of a dashboard.</summary>
    public IEnumerable<LocatedFinding> Unavailable(DashboardIdentity dashboard, ImmutableArray<QueryVerdict> verdicts) => verdicts
        .Where(v => v.Outcome.Kind == OutcomeKind.Unavailable)
        .GroupBy(v => v.Query.Language)
        .Select(group => new LocatedFinding(
            dashboard.Place with
            {
                Rule = "server-unavailable",
                Severity = Severity.Error,
                Message = $"{group.Count()} queries could not be run, because {(group.Key is { } language ? Service(language) : "the server")} does not answer: {group.First().Outcome.Message}",
            },
            dashboard, ""));

    public void Dispose()
    {
        _runner.Dispose();
        _deadline.Dispose();
    }

    private string Service(QueryLanguage language) => Request.Datasources.FirstOrDefault(d => d.Type == PluginOf[language])?.Service ?? PluginOf[language];

    private string? WhyNot(QueryLanguage language) => Request.Offline ? "offline: no server is asked"
        : _runner.CanRun(language) ? null
        : Services.WhyNot(Service(language)) ?? $"\"{Service(language)}\" cannot be reached";
}
