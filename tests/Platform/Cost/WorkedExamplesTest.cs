using TalosPlatform.Cost;

namespace TalosPlatform.Tests.Cost;

/// <summary>Bills whose amounts are known, recomputed from the price files.</summary>
public class WorkedExamplesTest
{
    private const decimal Tolerance = 0.0002m;

    private static readonly Dictionary<string, (CostSettings Settings, decimal Monthly)> Examples = new()
    {
        ["3 m5.xlarge and 60 GB of gp2"] = (Nodes("aws", "m5.xlarge", 3) with { ControlPlane = "none", Storage = [new("gp2", 60)] }, 426.48m),
        ["3 m5.large and 300 GB of gp3"] = (Nodes("aws", "m5.large", 3) with { ControlPlane = "none", Storage = [new("gp3", 300)] }, 234.24m),
        ["6 t3.medium and 120 GB of gp2"] = (Nodes("aws", "t3.medium", 6) with { ControlPlane = "none", Storage = [new("gp2", 60, Count: 2)] }, 194.21m),
        ["EKS and Fargate hours of 1 vCPU and 1 GB"] = (Only("aws", new("fargate-vcpu", 730), new("fargate-memory", 730)) with { ControlPlane = "standard" }, 105.80m),
        ["a NAT gateway with 100 GB"] = (Only("aws", new("nat-gateway", 730), new("nat-gateway-data", 100)), 37.35m),
        ["gp3 with 4000 IOPS and 130 MB/s"] = (Only("aws") with { Storage = [new("gp3", 40, Iops: 4000, ThroughputMBps: 130)] }, 8.40m),
        ["57,000 GB out of AWS"] = (Only("aws") with { EgressGB = 57_000 }, 4809.20m),
        ["GKE with 9 e2-medium and 900 GB of pd-standard"] = (Nodes("gcp", "e2-medium", 9) with { Storage = [new("pd-standard", 100, Count: 9)] }, 329.13m),
        ["Autopilot with 10 vCPU, 50 GB and 100 GB ephemeral"] =
            (Only("gcp", new("autopilot-vcpu", 7300), new("autopilot-memory", 36_500), new("autopilot-ephemeral", 73_000)) with { ControlPlane = "standard" }, 581.52m),
        ["n2-standard-8 with sustained use"] = (Nodes("gcp", "n2-standard-8", 1) with { ControlPlane = "none" }, 226.87m),
        ["AKS Standard with 3 DS2_v2 and 3 P10"] = (Nodes("azure", "Standard_DS2_v2", 3) with { Storage = [new("p10", 128, Count: 3)] }, 451.87m),
        ["12,500 GB out of GCP"] = (Only("gcp") with { EgressGB = 12_500 }, 1317.44m),
    };

    public static TheoryData<string> Names => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bill_is_the_published_one(string name)
    {
        var (settings, monthly) = Examples[name];
        var section = CostModel.Estimate(new CostInput(settings, CostTestFiles.Book(settings.Provider), [], [], []));
        Assert.Empty(section.Gaps);
        Assert.InRange(section.Monthly.Expected, monthly * (1 - Tolerance), monthly * (1 + Tolerance));
        Assert.Equal(section.Billed, section.Lines.Sum(l => l.Monthly));
    }

    private static CostSettings Nodes(string provider, string type, int count) => new() { Provider = provider, NodeType = type, Nodes = count };

    private static CostSettings Only(string provider, params RateUsage[] extras) => new() { Provider = provider, ControlPlane = "none", Extras = [.. extras] };
}
