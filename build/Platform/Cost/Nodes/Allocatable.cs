using TalosPlatform.Cost.Prices;

namespace TalosPlatform.Cost.Nodes;

/// <summary>What a managed node leaves for pods after the shares of the system, the kubelet and the eviction threshold.</summary>
public static class Allocatable
{
    /// <summary>What pods can use of a node.</summary>
    /// <param name="node">The machine type.</param>
    /// <param name="reservation"><c>eks</c>, <c>gke</c>, <c>aks</c>, or <c>none</c> for all of it.</param>
    public static NodeCapacity Of(NodePrice node, string reservation)
    {
        var memory = node.MemoryGiB * 1024;
        var (cpuReserved, memoryLeft) = reservation switch
        {
            "eks" => (EksCpu(node.Vcpu), EksMemory(memory, node.MaxPods)),
            "gke" => (GkeCpu(node), GkeMemory(memory)),
            "aks" => (AksCpu(node.Vcpu), AksMemory(memory)),
            _ => (0m, memory),
        };
        var cores = node.AllocatableCpu ?? Math.Max(0, node.Vcpu - cpuReserved / 1000);
        var mebibytes = node.AllocatableMemoryGiB * 1024 ?? Math.Max(0, memoryLeft);
        return new NodeCapacity(new PodSize((long)Math.Floor(cores * 1000), (long)Math.Floor(Math.Floor(mebibytes) * Units.MiB)), node.MaxPods);
    }

    // The Amazon EKS AMI's bootstrap: the instance shows 7.5% less memory than it is sold with (the hypervisor's and
    // the kernel's share), kubeReserved is 255 Mi + 11 Mi a pod, the eviction threshold is 100 Mi.
    private static decimal EksMemory(decimal memory, int maxPods) => memory * 0.925m - (255 + 11 * maxPods) - 100;

    // https://github.com/awslabs/amazon-eks-ami: 6% of the first core, 1% of the second, 0.5% of the next two, 0.25% of the rest.
    private static decimal EksCpu(decimal cores) => Tiers(cores * 1000, (1000, 0.06m), (2000, 0.01m), (4000, 0.005m), (decimal.MaxValue, 0.0025m));

    // https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes: the same steps as EKS;
    // shared-core E2 types lose 1060 millicores whatever their size.
    private static decimal GkeCpu(NodePrice node) => node is { Family: "e2", BilledVcpu: not null } ? 1060 : EksCpu(node.Vcpu);

    // The same page: 255 Mi below 1 GiB; else 25% of the first 4 GiB, 20% of the next 4, 10% of the next 8, 6% of the
    // next 112, 2% above 128; and 100 Mi for eviction.
    private static decimal GkeMemory(decimal memory) => memory - 100 - (memory < 1024 ? 255 : StepsOfGibibytes(memory));

    // https://learn.microsoft.com/azure/aks/node-resource-reservations: 60, 100, 140, 180, 260, 420 millicores at
    // 1, 2, 4, 8, 16, 32 cores, which is 6% of the first core, 4% of the second, 2% of the next two, 1% of the rest.
    private static decimal AksCpu(decimal cores) => Tiers(cores * 1000, (1000, 0.06m), (2000, 0.04m), (4000, 0.02m), (decimal.MaxValue, 0.01m));

    // The same page: the steps of GKE, and 750 Mi for eviction.
    private static decimal AksMemory(decimal memory) => memory - 750 - StepsOfGibibytes(memory);

    private static decimal StepsOfGibibytes(decimal mebibytes) =>
        Tiers(mebibytes, (4 * 1024, 0.25m), (8 * 1024, 0.20m), (16 * 1024, 0.10m), (128 * 1024, 0.06m), (decimal.MaxValue, 0.02m));

    private static decimal Tiers(decimal amount, params ReadOnlySpan<(decimal UpTo, decimal Share)> tiers)
    {
        var reserved = 0m;
        var floor = 0m;
        foreach (var (upTo, share) in tiers)
        {
            reserved += Math.Max(0, Math.Min(amount, upTo) - floor) * share;
            floor = upTo;
        }

        return reserved;
    }
}
