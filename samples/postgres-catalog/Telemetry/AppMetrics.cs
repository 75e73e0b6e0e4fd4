using System.Diagnostics;
using PostgresCatalog.Database;
using Prometheus;

namespace PostgresCatalog.Telemetry;

/// <summary>Every metric of this service but the pool's in one place. Label values come from fixed sets, never from a request's text.
/// Names of the database metrics: https://opentelemetry.io/docs/specs/semconv/database/database-metrics/</summary>
public sealed class AppMetrics
{
    private static readonly double[] Seconds = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];
    private static readonly double[] QuerySeconds = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5];

    private readonly Histogram _http, _queries, _waits;
    private readonly Gauge _active, _faults, _waiting, _schema;
    private readonly Counter _slow, _timeouts, _transactions;
    private readonly bool _exportsTraces;

    /// <summary>Registers the metrics in <paramref name="registry"/>.</summary>
    public AppMetrics(CollectorRegistry registry, TracingSettings tracing)
    {
        _exportsTraces = tracing.ExportsTraces;
        var metrics = Metrics.WithCustomRegistry(registry);
        _http = metrics.CreateHistogram("http_server_request_duration_seconds", "Time to answer an HTTP request.",
            ["method", "route", "status_code"], new HistogramConfiguration { Buckets = Seconds });
        _active = metrics.CreateGauge("http_server_active_requests", "HTTP requests being answered now.");
        _faults = metrics.CreateGauge("fault_injection_level", "Setting of each fault switch; 0 is off.", ["fault"]);

        _queries = metrics.CreateHistogram("db_client_operation_duration_seconds", "Time a query took, without the wait for a connection.",
            ["query", "outcome"], new HistogramConfiguration { Buckets = QuerySeconds });
        _slow = metrics.CreateCounter("db_slow_queries_total", "Queries that took longer than SLOW_QUERY_MS.", ["query"]);
        _transactions = metrics.CreateCounter("db_client_transactions_total", "Transactions by how they ended.", ["outcome"]);
        _waits = metrics.CreateHistogram("db_client_connection_wait_time_seconds", "Time a request waited for a connection of the pool.",
            new HistogramConfiguration { Buckets = QuerySeconds });
        _waiting = metrics.CreateGauge("db_client_connection_pending_requests", "Requests waiting for a connection of the pool now.");
        _timeouts = metrics.CreateCounter("db_client_connection_timeouts_total", "Requests that got no connection in time.");
        _schema = metrics.CreateGauge("db_schema_version", "Migrations that are applied; 0 while the schema is not up to date.");
        foreach (var query in Query.All)
        {
            _slow.WithLabels(query.Name);
            _queries.WithLabels(query.Name, "ok");
        }
        foreach (var outcome in (string[])["committed", "rolled_back"])
            _transactions.WithLabels(outcome);

        var resident = metrics.CreateGauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        metrics.CreateGauge("app_build_info", "Constant 1, labelled with what is running.", ["version", "runtime"])
            .WithLabels(typeof(AppMetrics).Assembly.GetName().Version!.ToString(3), $"dotnet {Environment.Version}").Set(1);
        registry.AddBeforeCollectCallback(() => resident.Set(Environment.WorkingSet));
    }

    /// <summary>Counts a request as being answered until the result is disposed.</summary>
    public IDisposable Active() => _active.TrackInProgress();

    /// <summary>An HTTP request was answered; <paramref name="route"/> is the template, not the path.</summary>
    public void HttpAnswered(string method, string route, string statusCode, TimeSpan elapsed) =>
        _http.WithLabels(method, route, statusCode).Observe(elapsed.TotalSeconds, CurrentTrace());

    /// <summary>A query ended.</summary>
    public void QueryRan(string query, string outcome, TimeSpan elapsed, bool slow)
    {
        _queries.WithLabels(query, outcome).Observe(elapsed.TotalSeconds, CurrentTrace());
        if (slow)
            _slow.WithLabels(query).Inc();
    }

    /// <summary>Counts a request as waiting until the result is disposed.</summary>
    public IDisposable WaitingForConnection() => _waiting.TrackInProgress();

    /// <summary>The wait for a connection ended.</summary>
    public void ConnectionTaken(TimeSpan waited) => _waits.Observe(waited.TotalSeconds, CurrentTrace());

    /// <summary>No connection became free in time.</summary>
    public void ConnectionTimedOut() => _timeouts.Inc();

    /// <summary>A transaction ended.</summary>
    public void TransactionEnded(bool committed) => _transactions.WithLabels(committed ? "committed" : "rolled_back").Inc();

    /// <summary>The schema has this many migrations.</summary>
    public void SchemaIs(int version) => _schema.Set(version);

    /// <summary>A fault switch was set.</summary>
    public void FaultLevel(string fault, double level) => _faults.WithLabels(fault).Set(level);

    /// <summary>Links the sample to the current trace, unless that trace is known not to be kept.</summary>
    private Exemplar CurrentTrace() => Activity.Current is { } activity && (activity.Recorded || !_exportsTraces)
        ? Exemplar.FromTraceContext()
        : Exemplar.None;
}
