using System.Diagnostics;
using GrpcOrders.Orders;
using GrpcOrders.Protos;
using Prometheus;

namespace GrpcOrders.Telemetry;

/// <summary>Every metric of this service in one place. Label values come from fixed sets, never from a request's text.</summary>
public sealed class AppMetrics
{
    private static readonly double[] Seconds = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private readonly Histogram _http, _grpc, _peers;
    private readonly Gauge _active, _faults;
    private readonly Counter _placed, _value, _rejected;
    private readonly bool _exportsTraces;

    /// <summary>Registers the metrics in <paramref name="registry"/>.</summary>
    public AppMetrics(CollectorRegistry registry, OrderStore store, TracingSettings tracing)
    {
        _exportsTraces = tracing.ExportsTraces;
        var metrics = Metrics.WithCustomRegistry(registry);
        _http = metrics.CreateHistogram("http_server_request_duration_seconds", "Time to answer an HTTP request.",
            ["method", "route", "status_code"], new HistogramConfiguration { Buckets = Seconds });
        _grpc = metrics.CreateHistogram("grpc_server_handling_seconds", "Time to answer a gRPC call.",
            ["grpc_service", "grpc_method", "grpc_code"], new HistogramConfiguration { Buckets = Seconds });
        _peers = metrics.CreateHistogram("http_client_request_duration_seconds", "Time another service took to answer us.",
            ["peer", "method", "status_code"], new HistogramConfiguration { Buckets = Seconds });
        _active = metrics.CreateGauge("http_server_active_requests", "HTTP requests being answered now.");
        _placed = metrics.CreateCounter("orders_placed_total", "Orders accepted.", ["item"]);
        _value = metrics.CreateCounter("orders_value_total", "Value of the accepted orders, in units of the currency.", ["currency"]);
        _rejected = metrics.CreateCounter("orders_rejected_total", "Requests refused by validation, by offending field.", ["field"]);
        _faults = metrics.CreateGauge("fault_injection_level", "Setting of each fault switch; 0 is off.", ["fault"]);

        foreach (var item in Catalogue.Items)
            _placed.WithLabels(item);
        foreach (var currency in Catalogue.Currencies)
            _value.WithLabels(currency);

        var stored = metrics.CreateGauge("orders_stored", "Orders kept in memory.");
        var resident = metrics.CreateGauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        metrics.CreateGauge("app_build_info", "Constant 1, labelled with what is running.", ["version", "runtime"])
            .WithLabels(typeof(AppMetrics).Assembly.GetName().Version!.ToString(3), $"dotnet {Environment.Version}").Set(1);
        registry.AddBeforeCollectCallback(() =>
        {
            stored.Set(store.Count);
            resident.Set(Environment.WorkingSet);
        });
    }

    /// <summary>Counts a request as being answered until the result is disposed.</summary>
    public IDisposable Active() => _active.TrackInProgress();

    /// <summary>An HTTP request was answered; <paramref name="route"/> is the template, not the path.</summary>
    public void HttpAnswered(string method, string route, string statusCode, TimeSpan elapsed) =>
        _http.WithLabels(method, route, statusCode).Observe(elapsed.TotalSeconds, CurrentTrace());

    /// <summary>A gRPC call was answered.</summary>
    public void GrpcAnswered(string service, string method, string code, TimeSpan elapsed) =>
        _grpc.WithLabels(service, method, code).Observe(elapsed.TotalSeconds, CurrentTrace());

    /// <summary>Another service answered, or did not ("error").</summary>
    public void PeerAnswered(string peer, string method, string statusCode, TimeSpan elapsed) =>
        _peers.WithLabels(peer, method, statusCode).Observe(elapsed.TotalSeconds, CurrentTrace());

    /// <summary>An order was accepted.</summary>
    public void OrderPlaced(Order order)
    {
        _placed.WithLabels(order.Item).Inc();
        _value.WithLabels(order.Currency).Inc(order.TotalCents / 100.0);
    }

    /// <summary>A request was refused because of this field.</summary>
    public void OrderRejected(string field) => _rejected.WithLabels(field).Inc();

    /// <summary>A fault switch was set.</summary>
    public void FaultLevel(string fault, double level) => _faults.WithLabels(fault).Set(level);

    /// <summary>Links the sample to the current trace, unless that trace is known not to be kept.</summary>
    private Exemplar CurrentTrace() => Activity.Current is { } activity && (activity.Recorded || !_exportsTraces)
        ? Exemplar.FromTraceContext()
        : Exemplar.None;
}
