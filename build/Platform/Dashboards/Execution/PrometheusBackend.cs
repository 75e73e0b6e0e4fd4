using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Runs PromQL.</summary>
internal sealed class PrometheusBackend(HttpClient http) : IQueryBackend
{
    public PrometheusClient Client { get; } = new(http);

    public Task<QueryResult> RunAsync(PlannedQuery query, CancellationToken cancellation) => query.Instant
        ? Client.QueryAsync(query.Expression, query.End, cancellation)
        : Client.QueryRangeAsync(query.Expression, query.Start, query.End, query.Step, cancellation);

    public void Dispose() => http.Dispose();
}
