using TalosPlatform.Cost;

namespace TalosPlatform.Tests.Cost;

public class CostBenchmarkTest
{
    [Fact]
    public void It_measures_every_size_it_is_asked_for()
    {
        var measured = CostBenchmark.Run(CostTestFiles.Book("aws"), [100, 200], repetitions: 1);
        Assert.Equal([100, 200], measured.Select(m => m.Pods));
        Assert.All(measured, m => Assert.True(m is { Seconds: > 0, Nodes: > 0 }));
        foreach (var m in Environment.GetEnvironmentVariable("COST_BENCHMARK") is null ? [] : CostBenchmark.Run(CostTestFiles.Book("aws")))
            TestContext.Current.SendDiagnosticMessage("{0} pods: {1:0.000} s, {2} nodes", m.Pods, m.Seconds, m.Nodes);
    }
}
