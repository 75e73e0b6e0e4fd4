using System.Diagnostics;

namespace TalosPlatform.Workloads.Load;

/// <summary>One level of load on one service.</summary>
internal sealed class ConstantArrivalRate(LoadTarget target, LoadStep step, int level, RequestBudget budget, int maxInFlight)
{
    // Timers wake up late by a few milliseconds; that is this process's doing and not the service's. Beyond it the request counts
    // from the moment it should have been sent: then the machine is overloaded, and a caller would have waited.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly LatencyRecorder _latencies = new();
    private readonly Stopwatch _clock = new();
    private long _sent;
    private long _errors;
    private long _dropped;

    public async Task<LoadLevel> RunAsync(CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(maxInFlight);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var start = DateTimeOffset.UtcNow;
        _clock.Start();
        var underWay = new List<Task>(step.Arrivals);
        try
        {
            for (var i = 0; i < step.Arrivals; i++)
            {
                var due = TimeSpan.FromSeconds(i / step.RequestsPerSecond);
                await WaitUntilAsync(due, cancellation);
                if (!budget.TryTake())
                    break;
                var now = _clock.Elapsed;
                underWay.Add(SendAsync(target.Next(), now - due > TimerSlack ? due : now, slots, end.Token));
            }

            await WaitUntilAsync(step.Duration, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The run's deadline: what was measured until now is the result.
        }

        end.CancelAfter(Grace);
        await Task.WhenAll(underWay);
        var elapsed = _clock.Elapsed;
        return new LoadLevel(
            target.Name,
            level,
            Math.Round((_sent - _errors) / elapsed.TotalSeconds, 2),
            start,
            start + elapsed,
            _sent,
            _errors + _dropped,
            _latencies.PercentileSeconds(50),
            _latencies.PercentileSeconds(95),
            _latencies.PercentileSeconds(99))
        {
            Dropped = _dropped,
        };
    }

    private async Task WaitUntilAsync(TimeSpan due, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (due - _clock.Elapsed is { Ticks: > 0 } wait)
            await Task.Delay(wait, cancellation);
    }

    private async Task SendAsync(AppRequest request, TimeSpan arrival, SemaphoreSlim slots, CancellationToken end)
    {
        if (!await TakeTurnAsync(slots, end))
        {
            // It waited for its turn to the end: at least that long a caller would have waited.
            Interlocked.Increment(ref _dropped);
            _latencies.Record(_clock.Elapsed - arrival);
            return;
        }

        try
        {
            Interlocked.Increment(ref _sent);
            if (!await target.SendAsync(request, end))
                Interlocked.Increment(ref _errors);
            _latencies.Record(_clock.Elapsed - arrival);
        }
        finally
        {
            slots.Release();
        }
    }

    // The end gives turns back as well: a turn that comes after it is none.
    private static async Task<bool> TakeTurnAsync(SemaphoreSlim slots, CancellationToken end)
    {
        try
        {
            await slots.WaitAsync(end);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (!end.IsCancellationRequested)
            return true;
        slots.Release();
        return false;
    }
}
