using System.Collections.Concurrent;
using System.Collections.Frozen;
using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Sends queries: equal ones once, a bounded number at a time, each with a deadline. A server that stops answering is not asked again.</summary>
internal sealed class QueryRunner(FrozenDictionary<QueryLanguage, IQueryBackend> backends, int parallelism, TimeSpan queryTimeout, CancellationToken deadline) : IDisposable
{
    // Three in a row without one success between them: the server is down, not the queries wrong.
    private const int FailuresBeforeGivingUp = 3;

    private readonly SemaphoreSlim _slots = new(Math.Max(1, parallelism));
    private readonly ConcurrentDictionary<PlannedQuery, Lazy<Task<QueryOutcome>>> _outcomes = new();
    private readonly ConcurrentDictionary<QueryLanguage, int> _failures = new();
    private readonly ConcurrentDictionary<QueryLanguage, string> _givenUp = new();

    private int _sent;

    /// <summary>Servers that were given up, with the last thing each said.</summary>
    public IReadOnlyDictionary<QueryLanguage, string> GivenUp => _givenUp;

    /// <summary>Requests sent.</summary>
    public int Sent => _sent;

    public bool CanRun(QueryLanguage language) => backends.ContainsKey(language);

    /// <summary>Runs a query; every failure is an outcome.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<QueryOutcome> RunAsync(PlannedQuery query, CancellationToken cancellation) =>
        _outcomes.GetOrAdd(query, q => new Lazy<Task<QueryOutcome>>(() => SendAsync(q, cancellation))).Value;

    /// <summary>Runs any call of a server under the same limits.</summary>
    public async Task<(T? Value, QueryOutcome? Failure)> CallAsync<T>(QueryLanguage language, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        if (_givenUp.TryGetValue(language, out var reason))
            return (default, new QueryOutcome(OutcomeKind.Unavailable, reason));
        await _slots.WaitAsync(cancellation);
        try
        {
            if (_givenUp.TryGetValue(language, out reason))
                return (default, new QueryOutcome(OutcomeKind.Unavailable, reason));
            if (deadline.IsCancellationRequested)
                return (default, new QueryOutcome(OutcomeKind.Timeout, "not run: the deadline of the whole validation has passed"));
            Interlocked.Increment(ref _sent);
            using var timeout = new CancellationTokenSource(queryTimeout);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, deadline, cancellation);
            try
            {
                var value = await call(either.Token);
                _failures[language] = 0;
                return (value, null);
            }
            catch (QueryException error)
            {
                return (default, Note(language, QueryOutcome.Of(error)));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return (default, Note(language, new QueryOutcome(OutcomeKind.Timeout, $"no answer within {queryTimeout.TotalSeconds:0.#} s")));
            }
            catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException or System.Text.Json.JsonException or IndexOutOfRangeException)
            {
                return (default, Note(language, new QueryOutcome(OutcomeKind.Unavailable, $"the server's answer has an unknown form: {error.Message}")));
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        foreach (var backend in backends.Values)
            backend.Dispose();
        _slots.Dispose();
    }

    private async Task<QueryOutcome> SendAsync(PlannedQuery query, CancellationToken cancellation)
    {
        var (result, failure) = await CallAsync(query.Language, token => backends[query.Language].RunAsync(query, token), cancellation);
        return failure ?? QueryOutcome.Of(result!, query);
    }

    private QueryOutcome Note(QueryLanguage language, QueryOutcome outcome)
    {
        if (outcome.Kind is not (OutcomeKind.Unavailable or OutcomeKind.Timeout))
            _failures[language] = 0;
        else if (_failures.AddOrUpdate(language, 1, (_, n) => n + 1) >= FailuresBeforeGivingUp)
            _givenUp.TryAdd(language, outcome.Message);
        return outcome;
    }
}
