using CsCheck;
using TalosPlatform.Clusters.Docker;

namespace TalosPlatform.Tests.Clusters.Docker;

public sealed class ResourcePlanTests
{
    [Theory]
    [InlineData(8, 32, null, 1, 8, 4096, 12288, false)]
    [InlineData(4, 16, null, 1, 4, 4096, 11264, false)]
    [InlineData(2, 8, null, 1, 2, 3072, 4096, true)]
    [InlineData(2, 6, null, 0, 2, 5376, 0, true)]
    [InlineData(1, 4, 0, 0, 1, 3584, 0, true)]
    [InlineData(8, 24, 2, 2, 8, 4096, 9728, false)]
    public void Memory_is_divided_by_what_there_is(int cpus, int gib, int? wished, int workers, int nodeCpus, int controlPlane, int worker, bool tight)
    {
        var (plan, problem) = ResourcePlan.Of(FakeDocker.Healthy with { Cpus = cpus, MemoryBytes = (long)gib << 30 }, wished);
        Assert.Null(problem);
        Assert.Equal(new ResourcePlan(workers, nodeCpus, controlPlane, worker, tight), plan);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(4, 1)]
    [InlineData(7, 3)]
    public void Too_little_memory_is_a_problem_that_names_both(int gib, int workers)
    {
        var (plan, problem) = ResourcePlan.Of(FakeDocker.Healthy with { MemoryBytes = (long)gib << 30 }, workers);
        Assert.Null(plan);
        Assert.Equal("memory", problem!.Case);
        Assert.Contains($"\"{gib << 10} MiB\"", problem.What, StringComparison.Ordinal);
        Assert.Contains("Raise the memory of the Docker VM", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_never_get_more_together_than_there_is() =>
        Gen.Select(Gen.Int[1, 256], Gen.Int[1, 512], Gen.Int[0, 9]).Sample((cpus, halfGib, workers) =>
        {
            var (plan, problem) = ResourcePlan.Of(FakeDocker.Healthy with { Cpus = cpus, MemoryBytes = (long)halfGib << 29 }, workers);
            return problem is not null || (plan!.ControlPlaneMiB + (plan.WorkerMiB * plan.Workers) <= halfGib * 512 && plan.ControlPlaneMiB >= 2048 && (workers == 0 || plan.WorkerMiB >= 2048) && plan.Cpus == cpus && plan.Workers == workers);
        });
}
