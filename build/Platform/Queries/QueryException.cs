using TalosPlatform.Shared;

namespace TalosPlatform.Queries;

/// <summary>Why a query gave no result.</summary>
public enum QueryFailure
{
    /// <summary>The server refused the query: syntax, types or parameters (HTTP 400).</summary>
    Invalid,

    /// <summary>The query is sound but could not be evaluated, such as a many-to-many match (HTTP 422).</summary>
    Execution,

    /// <summary>The server or we gave up waiting.</summary>
    Timeout,

    /// <summary>The server cannot be reached, fails (HTTP 5xx) or answers something that is no answer.</summary>
    Unavailable,

    /// <summary>The server does not offer this endpoint (HTTP 404).</summary>
    Unsupported,
}

/// <summary>A query that failed, with what the server said.</summary>
public sealed class QueryException(QueryFailure failure, string what, string? fix = null, Exception? inner = null) : PlatformException(what, fix, inner: inner)
{
    /// <summary>The kind of failure.</summary>
    public QueryFailure Failure { get; } = failure;
}
