using System.Diagnostics.Metrics;
using Prometheus;

namespace PostgresCatalog.Telemetry;

/// <summary>The pool's size as Npgsql itself counts it, asked for at each scrape.</summary>
public sealed class PoolMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Gauge _connections, _most;

    /// <summary>Registers the metrics in <paramref name="registry"/>.</summary>
    public PoolMetrics(CollectorRegistry registry, Settings settings)
    {
        var metrics = Metrics.WithCustomRegistry(registry);
        _connections = metrics.CreateGauge("db_client_connection_count", "Connections of the pool by state: idle or used.", ["state"]);
        _most = metrics.CreateGauge("db_client_connection_max", "Connections the pool may have.");
        _most.Set(settings.PoolSize);
        _connections.WithLabels("idle");
        _connections.WithLabels("used");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Npgsql", Name: "db.client.connection.count" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, count, tags, _) => Keep(count, tags));
        _listener.Start();
        registry.AddBeforeCollectCallback(_listener.RecordObservableInstruments);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Keep(int count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "db.client.connection.state" && value is string state)
                _connections.WithLabels(state).Set(count);
        }
    }
}
