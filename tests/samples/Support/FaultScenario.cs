using System.Text;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>Faults to switch on together, and the alerts that must fire.</summary>
/// <param name="Faults">Body of <c>PUT /faults</c>.</param>
/// <param name="Alerts">Alerts that fire under them and resolve without them.</param>
public sealed record FaultPhase(string Faults, IReadOnlyList<string> Alerts)
{
    /// <summary>Faults of the service that this one calls; null when none is needed.</summary>
    public string? PeerFaults { get; init; }
}

/// <summary>One sample under load in front of a real Prometheus, faults switched on and off.</summary>
public sealed class FaultScenario(SampleBuilds builds, AlertServer server, string sample, IReadOnlyList<FaultPhase> phases, string down)
{
    // Far above what it takes: only a broken rule or switch waits for all of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Runs it.</summary>
    public async Task RunAsync()
    {
        // The shop fails as its orders service does.
        await using var peer = sample == "node-express" ? await SampleProcess.StartAsync(builds, "grpc-orders") : null;
        var environment = new Dictionary<string, string> { ["FAULT_MEMORY_LEAK_LIMIT_MIB"] = "512" };
        if (peer is not null)
            environment["ORDERS_URL"] = peer.Http.BaseAddress!.ToString();
        var running = await SampleProcess.StartAsync(builds, sample, environment);
        try
        {
            server.Watch(sample, running.Ports["http"]);
            await using var load = new SampleLoad(sample, running.Http.BaseAddress!);
            await Eventually.Holds(async () => await server.CountAsync($"rate(http_server_request_duration_seconds_count{{job=\"{sample}\"}}[10s]) > 0") > 0, Patience, () => $"no requests of {sample} are in Prometheus");
            foreach (var phase in phases)
                await RunAsync(running, peer, phase);
            await DashboardHasDataAsync();
            CheckLog(running);

            await SetAsync(running, """{"crash":true}""");
            await WaitAsync(firing => firing.Contains(down), $"{down} fires");
            await running.DisposeAsync();
            running = await SampleProcess.StartAsync(builds, sample, environment, port: running.Ports["http"]);
            await WaitAsync(firing => !firing.Contains(down), $"{down} resolves");
        }
        finally
        {
            await running.DisposeAsync();
        }
    }

    private async Task RunAsync(SampleProcess running, SampleProcess? peer, FaultPhase phase)
    {
        await SetAsync(running, phase.Faults);
        if (phase.PeerFaults is { } faults)
            await SetAsync(peer!, faults);
        await WaitAsync(firing => phase.Alerts.All(firing.Contains), $"{string.Join(", ", phase.Alerts)} fire under {phase.Faults}");
        await SetAsync(running, "{}");
        if (phase.PeerFaults is not null)
            await SetAsync(peer!, "{}");
        await WaitAsync(firing => !phase.Alerts.Any(firing.Contains), $"{string.Join(", ", phase.Alerts)} resolve");
    }

    private async Task WaitAsync(Func<IReadOnlySet<string>, bool> wanted, string what)
    {
        IReadOnlySet<string> last = new HashSet<string>();
        await Eventually.Holds(async () => wanted(last = await server.FiringAsync(sample)), Patience, () => $"{what}; firing are: {string.Join(", ", last)}");
    }

    private async Task DashboardHasDataAsync()
    {
        foreach (var (panel, expression) in DashboardQueries.Of(sample))
            await Eventually.Holds(async () => await server.CountAsync(expression) > 0, TimeSpan.FromSeconds(30), () => $"panel \"{panel}\" has no data for {sample}: {expression}");
    }

    private static void CheckLog(SampleProcess running)
    {
        var answered = running.Log.Where(line => line.TryGetProperty("status_code", out var _)).ToList();
        Assert.NotEmpty(answered);
        Assert.All(answered, line => Assert.Matches("^[0-9a-f]{32}$", line.GetProperty("trace_id").GetString()!));
    }

    private static async Task SetAsync(SampleProcess running, string faults)
    {
        using var body = new StringContent(faults, Encoding.UTF8, "application/json");
        using var answer = await running.Http.PutAsync("/faults", body);
        answer.EnsureSuccessStatusCode();
    }
}
