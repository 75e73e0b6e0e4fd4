using System.Collections.Immutable;
using CsCheck;
using TalosPlatform.Cost.Projection;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Tests.Cost;

public class ProjectionTest
{
    [Fact]
    public void A_line_through_points_that_lie_on_it_is_exact() => Gen.Select(Gen.Int[-100, 100], Gen.Int[-100, 100], Gen.Int[3, 12]).Sample((a, b, n) =>
    {
        var fit = LinearFit.Of([.. Enumerable.Range(0, n).Select(x => ((decimal)x, a + b * (decimal)x))])!;
        Assert.Equal((a, b), (Math.Round(fit.Intercept, 10), Math.Round(fit.Slope, 10)));
        Assert.Equal(a + b * 1000m, fit.At(1000).Low, 6);
        Assert.Equal(a + b * 1000m, fit.At(1000).High, 6);
    });

    [Fact]
    public void A_known_example_gives_its_known_numbers()
    {
        // Points (1,2), (2,3), (3,5), (4,6): slope 1.4, intercept 0.5, residuals 0.1, -0.3, 0.3, -0.1.
        var fit = LinearFit.Of([(1, 2), (2, 3), (3, 5), (4, 6)])!;
        Assert.Equal((1.4m, 0.5m), (fit.Slope, fit.Intercept));
        Assert.Equal(0.316228m, Math.Round(fit.ResidualDeviation, 6));
        // 1.886 (t, two degrees of freedom) × 0.316228 × √(1 + 1/4 + (10 − 2.5)² / 5) = 2.1086.
        var at = fit.At(10);
        Assert.Equal((14.5m, 2.1086m), (at.Expected, Math.Round(at.High - at.Expected, 4)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Fewer_than_three_levels_are_no_line(int levels) =>
        Assert.Null(LinearFit.Of([.. Enumerable.Range(0, levels).Select(x => ((decimal)x, 1m))]));

    [Fact]
    public void Three_times_the_same_level_is_no_line() => Assert.Null(LinearFit.Of([(5, 1), (5, 2), (5, 3)]));

    [Fact]
    public void Idle_counts_for_each_replica_and_load_is_shared()
    {
        var projected = Project([(10, 0.12), (20, 0.14), (40, 0.18)], target: 100, replicas: 4);
        // 0.1 cores idle and 2 ms a request: 0.1 + 0.002 × 100 / 4.
        Assert.Equal(0.15m, Math.Round(projected.Cpu!.Value.Expected, 6));
        Assert.Equal(1, Math.Round(projected.Memory!.Value.Expected, 6));
        Assert.Empty(projected.Gaps);
        Assert.Empty(projected.Notes);
    }

    [Fact]
    public void One_level_is_no_extrapolation()
    {
        var projected = Project([(10, 0.12)], target: 100, replicas: 1);
        Assert.Null(projected.Cpu);
        Assert.Equal("svc: no extrapolation of CPU to 100 requests/s: 1 load levels were measured, 3 are needed", projected.Gaps[0]);
    }

    [Fact]
    public void Usage_that_falls_with_the_load_is_not_projected()
    {
        var projected = Project([(10, 0.3), (20, 0.2), (40, 0.1)], target: 1000, replicas: 1);
        Assert.Null(projected.Cpu);
        Assert.Contains("does not rise", projected.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_below_zero_at_rest_counts_as_no_idle()
    {
        var projected = Project([(10, 0.01), (20, 0.05), (40, 0.13)], target: 0, replicas: 1);
        Assert.Equal(0, projected.Cpu!.Value.Expected);
        Assert.True(projected.Cpu.Value.Low >= 0);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-5)]
    [InlineData(double.PositiveInfinity)]
    public void A_level_whose_rate_cannot_be_is_left_out(double rps) =>
        Assert.Null(Project([(10, 0.12), (20, 0.14), (rps, 0.18)], target: 100, replicas: 1).Cpu);

    private static Projected Project((double Rps, double Cores)[] levels, decimal target, int replicas)
    {
        var usage = new ContainerUsage("", [new InstanceUsage(
            [.. levels.Select((l, i) => new CpuInterval(i * 10, i * 10 + 10, (decimal)l.Cores))],
            [.. levels.Select((_, i) => new MemoryPoint(i * 10 + 5, 1))])]);
        ImmutableArray<LoadLevel> load = [.. levels.Select((l, i) => new LoadLevel("svc", i + 1, l.Rps, DateTimeOffset.FromUnixTimeSeconds(i * 10), DateTimeOffset.FromUnixTimeSeconds(i * 10 + 10), 0, 0, 0, 0, 0))];
        return LoadProjection.Project("svc", usage, load, target, replicas);
    }
}
