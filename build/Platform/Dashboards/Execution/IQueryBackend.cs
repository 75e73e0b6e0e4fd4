using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>The server of one query language.</summary>
internal interface IQueryBackend : IDisposable
{
    /// <summary>Runs a query.</summary>
    /// <exception cref="QueryException">It failed.</exception>
    Task<QueryResult> RunAsync(PlannedQuery query, CancellationToken cancellation);
}
