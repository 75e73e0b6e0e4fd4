using CsCheck;
using TalosPlatform.Cost.Compute;

namespace TalosPlatform.Tests.Cost;

public class FargateTest
{
    [Theory]
    [InlineData(0, 0, 0.25, 0.5)]
    [InlineData(0.25, 0.25, 0.25, 0.5)]
    [InlineData(0.25, 0.26, 0.25, 1)]
    [InlineData(0.1, 0.75, 0.25, 1)]
    [InlineData(0.1, 1.5, 0.25, 2)]
    [InlineData(0.25, 1.75, 0.25, 2)]
    [InlineData(0.25, 1.76, 0.5, 3)]
    [InlineData(0.3, 0.5, 0.5, 1)]
    [InlineData(0.5, 3.75, 0.5, 4)]
    [InlineData(0.5, 3.76, 1, 5)]
    [InlineData(1, 1, 1, 2)]
    [InlineData(1, 8, 2, 9)] // the overhead leaves no size of 1 vCPU
    [InlineData(2, 15.75, 2, 16)]
    [InlineData(2.1, 4, 4, 8)]
    [InlineData(4, 30, 8, 32)]
    [InlineData(8, 20, 8, 24)]
    [InlineData(9, 1, 16, 32)]
    [InlineData(16, 119.75, 16, 120)]
    public void Pods_are_rounded_up_to_a_valid_size(decimal cpu, decimal memory, decimal vcpu, decimal gigabytes) =>
        Assert.Equal(new FargateSize(vcpu, gigabytes), FargateSize.For(cpu, memory));

    [Theory]
    [InlineData(16.1, 1)]
    [InlineData(1, 120)]
    public void Larger_pods_have_no_size(decimal cpu, decimal memory) => Assert.Null(FargateSize.For(cpu, memory));

    [Fact]
    public void An_init_container_counts_when_it_is_larger() =>
        Assert.Equal(new FargateSize(1, 3), FargateSize.For(0.25m, 0.5m, initCpu: 1, initMemoryGB: 2.5m));

    [Fact]
    public void Rounding_never_goes_below_what_the_pod_needs() =>
        Gen.Select(Gen.Int[0, 16_000], Gen.Int[0, 119_750]).Sample((millis, megabytes) =>
        {
            var (cpu, memory) = (millis / 1000m, megabytes / 1000m);
            var size = FargateSize.For(cpu, memory);
            return size is not null && size.Vcpu >= cpu && size.MemoryGB >= memory + FargateSize.Overhead;
        });
}
