namespace TalosPlatform.Dashboards.Execution;

/// <summary>Languages that can be run here.</summary>
internal enum QueryLanguage
{
    PromQl,
    LogQl,
    TraceQl,
}

/// <summary>One request to a server; two that are equal are sent once.</summary>
/// <param name="Language">Whose server is asked.</param>
/// <param name="Expression">The interpolated text.</param>
/// <param name="Instant">Evaluate at <paramref name="End"/> alone.</param>
/// <param name="Start">Start of the range.</param>
/// <param name="End">End of the range.</param>
/// <param name="Step">Distance between points.</param>
internal sealed record PlannedQuery(QueryLanguage Language, string Expression, bool Instant, DateTimeOffset Start, DateTimeOffset End, TimeSpan Step);
