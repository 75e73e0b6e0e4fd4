using System.Collections.Immutable;
using TalosPlatform.Reports;
using TalosPlatform.Smoke.Checks;
using TalosPlatform.Smoke.UserChecks;
using TalosPlatform.Stack;

namespace TalosPlatform.Smoke;

/// <summary>Runs the built-in checks and the user's own, side by side, each with its deadline.</summary>
public static class SmokeRunner
{
    /// <summary>Proves that the platform works.</summary>
    /// <param name="request">What has to be true.</param>
    /// <param name="gateway">Where the services are.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>Every check in a fixed order with its status, and the mistakes in the user's files.</returns>
    public static async Task<SmokeSection> RunAsync(SmokeRequest request, IServiceGateway gateway, CancellationToken cancellation)
    {
        var user = UserCheckFiles.Read(request.Files, [.. gateway.Components.Select(c => c.Name).Union(request.OtherServices)]);
        await using var webhook = WebhookReceiver.TryStart(request.WebhookPort);
        ImmutableArray<ISmokeCheck> checks = [.. BuiltInChecks.For(request, gateway, webhook), .. user.Checks];
        var entries = await RunChecksAsync(checks, request, gateway, cancellation);
        return new SmokeSection(
            entries.Count(e => e.Status == "passed"),
            entries.Count(e => e.Status == "failed"),
            entries.Count(e => e.Status == "skipped"),
            entries)
        {
            Findings = user.Findings,
            FirstSampleAt = checks.OfType<ApplicationMetricCheck>().Select(c => c.FirstSampleAt).Min(),
        };
    }

    internal static async Task<ImmutableArray<CheckEntry>> RunChecksAsync(ImmutableArray<ISmokeCheck> checks, SmokeRequest request, IServiceGateway gateway, CancellationToken cancellation)
    {
        var context = new SmokeContext(gateway, request.CallTimeout);
        using var slots = new SemaphoreSlim(Math.Max(1, request.Parallelism));
        var running = checks.Select(async check =>
        {
            await slots.WaitAsync(cancellation);
            try
            {
                return await new CheckRun(check, gateway, context, check.Within ?? request.Within).RunAsync(cancellation);
            }
            finally
            {
                slots.Release();
            }
        });
        return [.. await Task.WhenAll(running)];
    }
}
