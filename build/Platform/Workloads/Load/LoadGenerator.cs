using System.Globalization;
using TalosPlatform.Shared.Network;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Workloads.Load;

/// <summary>Drives services at constant arrival rates and measures their latency: an open loop, in which requests arrive
/// whether or not earlier ones were answered, so that a slow service cannot hide behind a generator that waits for it
/// (G. Tene, "How NOT to Measure Latency": coordinated omission).</summary>
public static class LoadGenerator
{
    /// <summary>Runs every level of the plan against every service.</summary>
    /// <param name="plan">What to send; its bounds hold whatever else it says.</param>
    /// <param name="progress">Where to show how it goes; null for nowhere.</param>
    /// <param name="cancellation">Ends the run with an exception; the plan's deadline ends it with what was measured so far.</param>
    /// <returns>One entry a level and service, in this order.</returns>
    /// <exception cref="PlatformException">The plan names an address that is not this machine or private, or asks for nothing sensible.</exception>
    public static async Task<IReadOnlyList<LoadLevel>> RunAsync(LoadPlan plan, IProgressReporter? progress, CancellationToken cancellation)
    {
        Check(plan);
        if (plan.Services.IsEmpty)
            return [];
        if (progress is null)
            return await RunLevelsAsync(plan, _ => { }, cancellation);
        return await progress.StepAsync("generating load", async step =>
        {
            var levels = await RunLevelsAsync(plan, step.Update, cancellation);
            step.Note(string.Create(CultureInfo.InvariantCulture, $"{levels.Sum(l => l.Requests)} requests, {levels.Sum(l => l.Errors)} errors"));
            return levels;
        });
    }

    private static async Task<IReadOnlyList<LoadLevel>> RunLevelsAsync(LoadPlan plan, Action<string> status, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(plan.Deadline);
        var budget = new RequestBudget(plan.MaxRequests);
        var targets = plan.Services.Select(s => new LoadTarget(s, plan.MaxInFlight, plan.RequestTimeout)).ToList();
        var results = new List<LoadLevel>();
        try
        {
            foreach (var (index, step) in plan.Levels.Index())
            {
                if (deadline.IsCancellationRequested || budget.IsEmpty)
                    break;
                status(string.Create(CultureInfo.InvariantCulture, $"level {index + 1} of {plan.Levels.Length}: {step.RequestsPerSecond:0.#} requests/s to each of {plan.Services.Length} services"));
                results.AddRange(await Task.WhenAll(targets.Select(t => new ConstantArrivalRate(t, step, index + 1, budget, plan.MaxInFlight).RunAsync(deadline.Token))));
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            foreach (var target in targets)
                target.Dispose();
        }

        return results;
    }

    private static void Check(LoadPlan plan)
    {
        foreach (var service in plan.Services)
        {
            if (service.BaseAddress.Scheme is not ("http" or "https"))
                throw new PlatformException($"\"{service.BaseAddress}\" of \"{service.Name}\" is no HTTP address.", "Give the address as http://host:port.");
            if (System.Net.IPAddress.TryParse(service.BaseAddress.DnsSafeHost, out var address) && !PrivateAddress.Is(address))
                throw PrivateAddress.Refuse(service.BaseAddress.DnsSafeHost);
        }

        if (plan.Levels.FirstOrDefault(l => !(l.RequestsPerSecond is > 0 and <= 10_000) || l.Duration <= TimeSpan.Zero) is { } wrong)
            throw new PlatformException($"The load level \"{wrong}\" makes no sense.", "Give more than 0 and at most 10000 requests per second, for more than 0 s.");
        if (plan.MaxInFlight < 1 || plan.MaxRequests < 1)
            throw new PlatformException("A load plan must allow at least one request.", "Raise MaxInFlight and MaxRequests.");
    }
}
