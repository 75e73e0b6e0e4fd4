using TalosPlatform.Tests.Samples;
using TalosPlatform.Tests.Samples.Support;

[assembly: AssemblyFixture(typeof(FaultScenarios))]

namespace TalosPlatform.Tests.Samples;

/// <summary>Each sample's own alerts fire under its own fault switches and resolve without them, in a real Prometheus. Its rules
/// have shorter times there, see <see cref="ScaledRules"/>.</summary>
public sealed class FaultAlertTests(SampleBuilds builds, FaultScenarios scenarios)
{
    public static TheoryData<string> Samples => [.. Repository.Samples];

    [Theory, MemberData(nameof(Samples))]
    public Task Its_alerts_fire_under_its_faults_and_resolve(string sample) => scenarios.RunAsync(builds, sample);

    [Theory, MemberData(nameof(Samples))]
    public void Every_alert_is_tripped_here_or_has_a_reason_why_not(string sample) => Assert.Equal(
        SampleFiles.Alerts(sample).Select(rule => SampleFiles.Text(rule, "alert")).Order(StringComparer.Ordinal),
        [.. FaultScenarios.PhasesOf(sample).SelectMany(phase => phase.Alerts).Append(FaultScenarios.Name(sample, "Down"))
            .Concat(FaultScenarios.LeftToUnitTests.Keys.Where(alert => alert.StartsWith(FaultScenarios.Name(sample, ""), StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)]);
}

/// <summary>All samples side by side in front of one Prometheus: together they take as long as the slowest.</summary>
public sealed class FaultScenarios : IAsyncDisposable
{
    private const string Common = """{"errorRate":0.3,"latencyMs":800,"memoryLeakMiBPerSecond":4}""";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _runs = [];
    private Task<AlertServer>? _server;

    /// <summary>Alerts that only their unit tests see, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> LeftToUnitTests { get; } = new Dictionary<string, string>
    {
        ["GoHttpCpuSaturated"] = "needs a core for itself", ["GrpcOrdersCpuSaturated"] = "needs a core for itself",
        ["PostgresCatalogCpuSaturated"] = "needs a core for itself", ["PythonFastapiCpuSaturated"] = "needs a core for itself",
        ["GoHttpRestarting"] = "needs two crashes", ["GrpcOrdersRestarting"] = "needs two crashes", ["NodeExpressRestarting"] = "needs two crashes",
        ["PostgresCatalogRestarting"] = "needs two crashes", ["PythonFastapiRestarting"] = "needs two crashes",
        ["GoHttpSoldOut"] = "no fault switch trips it", ["PostgresCatalogSchemaOutdated"] = "no fault switch trips it",
    };

    /// <summary>What is switched on, one after the other.</summary>
    public static IReadOnlyList<FaultPhase> PhasesOf(string sample)
    {
        string[] common = [Name(sample, "ErrorRateHigh"), Name(sample, "RequestsSlow"), Name(sample, "MemoryGrowing")];
        return sample switch
        {
            "grpc-orders" => [new(Common, [.. common, "GrpcOrdersCallsFailing"])],
            "node-express" =>
            [
                new(Common, [.. common, "NodeExpressCheckoutsFailing"]) { PeerFaults = """{"errorRate":0.5}""" },
                new("""{"cpuBurn":0.9}""", ["NodeExpressEventLoopBlocked"]),
            ],
            "postgres-catalog" =>
            [
                new("""{"errorRate":0.3,"latencyMs":800,"memoryLeakMiBPerSecond":4,"slowQueryMs":500}""", [.. common, "PostgresCatalogQueriesSlow"]),
                new("""{"heldConnections":10}""", ["PostgresCatalogPoolExhausted"]),
            ],
            _ => [new(Common, common)],
        };
    }

    /// <summary>Name of a sample's alert.</summary>
    public static string Name(string sample, string alert) => string.Concat(sample.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + alert;

    /// <summary>Waits for one sample; the first call starts all.</summary>
    public Task RunAsync(SampleBuilds builds, string sample)
    {
        lock (_gate)
        {
            _server ??= AlertServer.StartAsync();
            foreach (var name in Repository.Samples.Where(name => !_runs.ContainsKey(name)))
                _runs[name] = Task.Run(async () => await new FaultScenario(builds, await _server, name, PhasesOf(name), Name(name, "Down")).RunAsync());
            return _runs[sample];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_runs.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        if (_server is { IsCompletedSuccessfully: true })
            await (await _server).DisposeAsync();
    }
}
