using System.Collections.Immutable;
using TalosPlatform.Cost.Projection;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Load;

namespace TalosPlatform.Cost.Demand;

/// <summary>What the services need, and what is not known about it.</summary>
/// <param name="Services">Services that can be priced.</param>
/// <param name="Gaps">What is missing.</param>
/// <param name="Notes">How the numbers came about.</param>
public sealed record Demands(ImmutableArray<ServiceDemand> Services, ImmutableArray<string> Gaps, ImmutableArray<string> Notes);

/// <summary>Brings manifests, measurements and load levels together.</summary>
public static class DemandBuilder
{
    /// <summary>Builds the demand of every workload and of every measured service without one.</summary>
    /// <param name="workloads">What the manifests ask for.</param>
    /// <param name="usages">What was measured.</param>
    /// <param name="levels">Levels of load.</param>
    /// <param name="targetRps">Requests a second in production by service.</param>
    public static Demands Build(ImmutableArray<Workload> workloads, ImmutableArray<ServiceUsage> usages, ImmutableArray<LoadLevel> levels, ImmutableSortedDictionary<string, decimal> targetRps)
    {
        var (gaps, notes) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        var services = ImmutableArray.CreateBuilder<ServiceDemand>();
        var left = usages.GroupBy(u => u.Service, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (var workload in workloads)
        {
            if (workload.Replicas <= 0 && workload.Kind != "DaemonSet")
            {
                notes.Add($"{workload.Name}: scaled to 0 replicas: costs nothing");
                continue;
            }

            if (!left.Remove(workload.Name, out var usage))
                left.Remove(workload.Job, out usage);
            var name = usage?.Service ?? workload.Name;
            if (usage is null)
                gaps.Add($"{name}: not measured: priced by its requests");
            Add(name, workload, usage);
        }

        foreach (var usage in left.Values.OrderBy(u => u.Service, StringComparer.Ordinal))
        {
            gaps.Add($"{usage.Service}: no manifest: requests and replicas are unknown, priced by measured usage as one pod");
            Add(usage.Service, null, usage);
        }

        foreach (var target in targetRps.Keys.Where(t => services.All(s => s.Name != t)))
            gaps.Add($"{target}: has a target of requests a second but no such service was found");
        return new Demands(services.ToImmutable(), gaps.ToImmutable(), notes.ToImmutable());

        void Add(string name, Workload? workload, ServiceUsage? usage)
        {
            var replicas = workload is null or { Kind: "DaemonSet" } ? 1 : workload.Replicas;
            var demand = new ServiceDemand(name, replicas, workload?.Kind == "DaemonSet", [.. Containers(name, workload, usage).Select(c => Container(name, c.Request, c.Usage, replicas))])
            {
                Interruptible = workload is { Kind: "Deployment", Replicas: > 1 },
            };
            if (demand.Priceable)
                services.Add(demand);
            else
                gaps.Add($"{name}: neither requests nor measured usage: not priced");
        }

        ContainerDemand Container(string service, WorkloadContainer request, ContainerUsage? usage, int replicas)
        {
            var cpu = usage is null ? null : UsageStatistics.Cpu(usage);
            var memory = usage is null ? null : UsageStatistics.Memory(usage);
            if (usage is not null && targetRps.TryGetValue(service, out var rps))
            {
                var projected = LoadProjection.Project(service, usage, [.. levels.Where(l => l.Service == service)], rps, replicas);
                (cpu, memory) = (projected.Cpu ?? cpu, projected.Memory ?? memory);
                gaps.AddRange(projected.Gaps);
                notes.AddRange(projected.Notes);
            }

            var demand = new ContainerDemand(request.Name, request.CpuRequestCores, request.MemoryRequestBytes / Units.GiB, cpu, memory)
            {
                Profile = usage is null ? null : UsageProfile.Of(usage),
            };
            if (request.Image.Length > 0)
                AddMissing(service, demand);
            return demand;
        }

        void AddMissing(string service, ContainerDemand demand)
        {
            foreach (var (what, request, usage) in new[] { ("CPU", demand.CpuRequest, demand.CpuUsage), ("memory", demand.MemoryRequest, demand.MemoryUsage) })
            {
                if (request is null)
                    gaps.Add($"{service}: container \"{demand.Name}\" has no {what} request: {(usage is null ? $"its {what} is not priced" : "priced by measured usage")}");
            }
        }
    }

    // Metrics of a process do not name its container: they are those of the one named like the service, else of the first.
    private static IEnumerable<(WorkloadContainer Request, ContainerUsage? Usage)> Containers(string service, Workload? workload, ServiceUsage? usage)
    {
        var measured = usage?.Containers ?? [];
        if (workload is null)
            return measured.Select(m => (NoRequest(m.Container.Length > 0 ? m.Container : service), (ContainerUsage?)m));
        var main = workload.Containers.FirstOrDefault(c => c.Name == service) ?? workload.Containers.FirstOrDefault(c => c.Name == workload.Job) ?? workload.Containers.FirstOrDefault();
        var declared = workload.Containers.Select(c => (c, measured.FirstOrDefault(m => m.Container == c.Name) ?? (c == main ? measured.FirstOrDefault(m => m.Container.Length == 0) : null)));
        var injected = measured.Where(m => m.Container.Length > 0 && workload.Containers.All(c => c.Name != m.Container)).Select(m => (NoRequest(m.Container), (ContainerUsage?)m));
        return declared.Concat(injected);
    }

    private static WorkloadContainer NoRequest(string name) => new(name, "", ImmutableSortedDictionary<string, int>.Empty, null, null, null, null);
}
