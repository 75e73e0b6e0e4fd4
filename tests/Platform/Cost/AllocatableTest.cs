using TalosPlatform.Cost.Nodes;

namespace TalosPlatform.Tests.Cost;

public class AllocatableTest
{
    [Theory]
    [InlineData("aws", "t3.medium", 1930, 3246, 17)]
    [InlineData("aws", "m5.large", 1930, 6903, 29)]
    [InlineData("aws", "m5.xlarge", 3920, 14162, 58)] // 16384 × 0.925 − (255 + 11 × 58) − 100
    [InlineData("aws", "m5.2xlarge", 7910, 29317, 58)]
    [InlineData("gcp", "e2-medium", 940, 2972, 110)] // 4096 − 1024 − 100; the published 940m of a shared core
    [InlineData("gcp", "e2-standard-2", 1930, 6248, 110)] // 8192 − (1024 + 819.2) − 100
    [InlineData("gcp", "n2-standard-8", 7910, 29022, 110)] // 32768 − (1024 + 819.2 + 819.2 + 983.04) − 100
    [InlineData("azure", "Standard_B2s", 1900, 2322, 110)] // 4096 − 1024 − 750
    [InlineData("azure", "Standard_D4s_v5", 3860, 12971, 110)] // 16384 − (1024 + 819.2 + 819.2) − 750
    [InlineData("azure", "Standard_D8s_v5", 7820, 28372, 110)]
    public void Nodes_keep_a_share_for_themselves(string provider, string type, long cpuMillis, long memoryMiB, int pods)
    {
        var book = CostTestFiles.Book(provider);
        var capacity = Allocatable.Of(book.Node(type), book.Reservation);
        Assert.Equal((cpuMillis, memoryMiB, pods), (capacity.Size.CpuMillis, capacity.Size.MemoryBytes / 1024 / 1024, capacity.Pods));
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 100)]
    [InlineData(4, 140)]
    [InlineData(8, 180)]
    [InlineData(16, 260)]
    [InlineData(32, 420)]
    [InlineData(64, 740)]
    public void Aks_reserves_the_published_CPU(int cores, long reserved)
    {
        var node = CostTestFiles.Book("azure").Nodes[0] with { Vcpu = cores };
        Assert.Equal(cores * 1000 - reserved, Allocatable.Of(node, "aks").Size.CpuMillis);
    }

    [Fact]
    public void A_price_file_can_say_what_a_node_offers()
    {
        var node = CostTestFiles.Book("aws").Node("m5.large") with { AllocatableCpu = 1.5m, AllocatableMemoryGiB = 4 };
        Assert.Equal(new PodSize(1500, 4L << 30), Allocatable.Of(node, "eks").Size);
        Assert.Equal(new PodSize(2000, 8L << 30), Allocatable.Of(node with { AllocatableCpu = null, AllocatableMemoryGiB = null }, "none").Size);
    }
}
