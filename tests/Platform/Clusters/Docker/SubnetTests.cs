using System.Net;
using CsCheck;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Docker;

public sealed class SubnetTests
{
    private static readonly Gen<IPNetwork> AnyNetwork =
        from address in Gen.UInt
        from length in Gen.Int[9, 32]
        select Subnets.Containing(new IPAddress(address), length);

    [Fact]
    public void A_chosen_subnet_overlaps_nothing() => AnyNetwork.List[0, 60].Sample(used =>
    {
        var chosen = Subnets.Choose(used);
        return !used.Exists(u => Subnets.Overlap(u, chosen)) && !Subnets.Reserved.Any(r => Subnets.Overlap(r, chosen)) && chosen.PrefixLength == 24;
    });

    [Fact]
    public void Overlap_is_symmetric_and_a_network_overlaps_its_addresses() => Gen.Select(AnyNetwork, AnyNetwork).Sample((a, b) =>
        Subnets.Overlap(a, b) == Subnets.Overlap(b, a) && Subnets.Overlap(a, a) && Subnets.Overlap(a, new IPNetwork(a.BaseAddress, 32)));

    [Theory]
    [InlineData("", "10.5.0.0/24")]
    [InlineData("10.5.0.0/24", "10.5.1.0/24")]
    [InlineData("10.5.0.7/32 10.5.1.0/25", "10.5.2.0/24")]
    [InlineData("10.0.0.0/8", "172.29.0.0/24")]
    [InlineData("10.0.0.0/8 172.16.0.0/12 192.168.0.0/16", "198.18.0.0/24")]
    [InlineData("fd00::/8 nonsense 10.5.0.0/99", "10.5.0.0/24")]
    public void The_first_free_one_is_taken(string used, string expected) =>
        Assert.Equal(expected, Subnets.Choose(Subnets.Parse(used.Split(' '))).ToString());

    [Fact]
    public void None_is_an_error_with_a_way_out()
    {
        var error = Assert.Throws<PlatformException>(() => Subnets.Choose(Subnets.Parse(["0.0.0.0/1", "128.0.0.0/1"])));
        Assert.Contains("docker network prune", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_are_numbered_from_the_gateway_on()
    {
        var network = IPNetwork.Parse("10.5.3.0/24");
        Assert.Equal(("10.5.3.1", "10.5.3.250"), (Subnets.Address(network, 1).ToString(), Subnets.Address(network, 250).ToString()));
    }

    [Fact]
    public async Task Clusters_that_choose_at_once_choose_differently()
    {
        using var folder = new TemporaryFolder();
        var registry = new SubnetRegistry(new ToolCache(folder.File("cache")));
        var clusters = Enumerable.Range(0, 8).Select(i => Directory.CreateDirectory(folder.File($"cluster{i}")).FullName).ToList();
        var chosen = await Task.WhenAll(clusters.Select(c => registry.ChooseAsync(c, [IPNetwork.Parse("10.5.2.0/24")], TestContext.Current.CancellationToken)));
        Assert.Equal(8, chosen.Distinct().Count());
        Assert.DoesNotContain(IPNetwork.Parse("10.5.2.0/24"), chosen);

        // What is given back is free again.
        var freed = Array.FindIndex(chosen, n => n.ToString() == "10.5.0.0/24");
        await registry.ForgetAsync(clusters[freed], TestContext.Current.CancellationToken);
        Assert.Equal(chosen[freed], await registry.ChooseAsync(clusters[freed], [], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Routes_of_the_kernel_are_read()
    {
        const string Table = """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	0101A8C0	0003	0	0	0	00000000	0	0	0
            eth0	0001A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
            tun0	0000000A	00000000	0001	0	0	0	000000FF	0	0	0
            """;
        Assert.Equal(["192.168.1.0/24", "10.0.0.0/8"], HostFacts.RoutesOf(Table).Select(r => r.ToString()));
    }
}
