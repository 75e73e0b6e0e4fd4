using System.Diagnostics;
using System.Text.Json;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;
using TalosPlatform.Stack;

namespace TalosPlatform.Smoke;

/// <summary>One check from its start to its verdict.</summary>
internal sealed class CheckRun(ISmokeCheck check, IServiceGateway gateway, SmokeContext context, TimeSpan within)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task<CheckEntry> RunAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var seen = Blocked() ?? await ObserveUntilAsync(cancellation);
        var status = seen.Outcome switch { Outcome.Holds => "passed", Outcome.Skip => "skipped", _ => "failed" };
        return new CheckEntry(check.Name, status, Math.Round(clock.Elapsed.TotalSeconds, 3), seen.Seen);
    }

    // A service that was left out is no fault of the platform; one that failed is.
    internal Observation? Blocked()
    {
        foreach (var need in check.Needs)
        {
            if (gateway.WhyNot(need) is not { } reason)
                continue;
            var broken = gateway.Components.Any(c => c.Name == need && c.Status == "failed");
            return broken ? Observation.Never($"{need} failed: {reason}") : Observation.Skip($"{need} is left out: {reason}");
        }

        return null;
    }

    private async Task<Observation> ObserveUntilAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(within);
        Observation? last = null;
        try
        {
            for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
            {
                last = await ObserveOnceAsync(deadline.Token);
                if (last.Outcome != Outcome.NotYet)
                    return last;
                await Task.Delay(pause, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var evidence = last is null ? "no answer at all came back" : $"last seen: {last.Seen}";
            return Observation.NotYet($"not within {Durations.Format(within)}; {evidence}");
        }
    }

    /// <summary>Looks once; what goes wrong is an observation too.</summary>
    internal async Task<Observation> ObserveOnceAsync(CancellationToken cancellation)
    {
        try
        {
            return await check.ObserveAsync(context, cancellation);
        }
        catch (QueryException error) when (error.Failure == QueryFailure.Invalid)
        {
            return Observation.Never($"the query is refused: {Evidence.Shorten(error.What)}");
        }
        catch (PlatformException error)
        {
            return Observation.NotYet(Evidence.Shorten(error.What, 400));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            // What reads a service's JSON trusts its documented shape; something else is listening there.
            return Observation.NotYet($"the answer has an unexpected shape: {Evidence.Shorten(error.Message)}");
        }
    }
}
