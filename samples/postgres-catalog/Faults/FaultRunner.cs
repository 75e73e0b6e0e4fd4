using System.Diagnostics;
using Npgsql;
using PostgresCatalog.Telemetry;

namespace PostgresCatalog.Faults;

/// <summary>Holds the switches and acts on those that need no request: leak, burn, crash, held connections.</summary>
public sealed partial class FaultRunner(NpgsqlDataSource pool, Settings settings, AppMetrics metrics, IConfiguration environment, ILogger<FaultRunner> log) : BackgroundService
{
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly double _leakLimitMiB = Settings.Number(environment, "FAULT_MEMORY_LEAK_LIMIT_MIB", 256, 1, 4096);
    private readonly List<byte[]> _leaked = [];
    private readonly Stack<NpgsqlConnection> _held = new();
    private volatile FaultSettings _now = new();

    /// <summary>The switches as they are.</summary>
    public FaultSettings Now => _now;

    /// <summary>Sets all switches.</summary>
    public void Set(FaultSettings settings)
    {
        _now = settings;
        metrics.FaultLevel("slow_query_ms", settings.SlowQueryMs);
        metrics.FaultLevel("held_connections", settings.HeldConnections);
        metrics.FaultLevel("latency_ms", settings.LatencyMs);
        metrics.FaultLevel("error_rate", settings.ErrorRate);
        metrics.FaultLevel("memory_leak_mib_per_second", settings.MemoryLeakMiBPerSecond);
        metrics.FaultLevel("cpu_burn", settings.CpuBurn);
        Changed(log, settings.LatencyMs, settings.ErrorRate, settings.MemoryLeakMiBPerSecond, settings.CpuBurn, settings.SlowQueryMs, settings.HeldConnections, settings.Crash);
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Set(FaultSettings.From(environment));
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Delays a request, and says whether it shall fail.</summary>
    public async Task<bool> FailsAsync(CancellationToken cancel)
    {
        var now = _now;
        if (now.LatencyMs > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(now.LatencyMs), cancel);
        return now.ErrorRate > 0 && Random.Shared.NextDouble() < now.ErrorRate;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ActAsync(stoppingToken), HoldAsync(stoppingToken));

    private async Task HoldAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var wanted = Math.Min((int)_now.HeldConnections, settings.PoolSize);
            try
            {
                while (_held.Count > wanted)
                    await _held.Pop().DisposeAsync();
                if (_held.Count < wanted)
                    _held.Push(await pool.OpenConnectionAsync(stoppingToken));
            }
            catch (NpgsqlException)
            {
                // The pool is empty already, or the database is away: try again.
            }
        }
    }

    private async Task ActAsync(CancellationToken stoppingToken)
    {
        var crashAt = TimeSpan.FromSeconds(environment["FAULT_CRASH"] == "true" ? 5 : 0);
        var sinceStart = Stopwatch.StartNew();
        var lastLeak = TimeSpan.Zero;
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (_now.Crash && sinceStart.Elapsed >= crashAt)
                Crash();
            if (_now.CpuBurn > 0)
                Burn(Tick * _now.CpuBurn);
            if (sinceStart.Elapsed - lastLeak >= TimeSpan.FromSeconds(1))
            {
                lastLeak = sinceStart.Elapsed;
                Leak(_now.MemoryLeakMiBPerSecond);
            }
        }
    }

    private void Leak(double mebibytes)
    {
        if (mebibytes > 0 && _leaked.Sum(block => (double)block.Length) + (mebibytes * MiB) <= _leakLimitMiB * MiB)
        {
            var block = GC.AllocateUninitializedArray<byte>((int)(mebibytes * MiB));
            Array.Fill(block, (byte)1); // Only touched pages are resident.
            _leaked.Add(block);
        }
        else if (mebibytes == 0 && _leaked.Count > 0)
        {
            _leaked.Clear();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }

    private static void Burn(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
            Thread.SpinWait(1000);
    }

    private void Crash()
    {
        Crashing(log);
        Thread.Sleep(Tick); // The console logger writes from its own thread.
        Environment.Exit(1);
    }

    [LoggerMessage(LogLevel.Information,
        "Faults set: latency {latency_ms} ms, errors {error_rate}, leak {leak_mib_per_second} MiB/s, CPU {cpu_burn}, slow queries {slow_query_ms} ms, held connections {held_connections}, crash {crash}")]
    private static partial void Changed(
        ILogger log, double latency_ms, double error_rate, double leak_mib_per_second, double cpu_burn, double slow_query_ms, double held_connections, bool crash);

    [LoggerMessage(LogLevel.Critical, "Crashing on request of the fault switch")]
    private static partial void Crashing(ILogger log);
}
