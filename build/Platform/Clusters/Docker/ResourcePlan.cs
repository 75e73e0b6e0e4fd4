using System.Globalization;

namespace TalosPlatform.Clusters.Docker;

/// <summary>How much of the engine's host each node may use.</summary>
/// <param name="Workers">Number of workers beside the one control plane.</param>
/// <param name="Cpus">CPUs each node may use; nodes share them.</param>
/// <param name="ControlPlaneMiB">Memory of the control plane, in MiB.</param>
/// <param name="WorkerMiB">Memory of each worker, in MiB.</param>
/// <param name="Tight">Whether nodes get less than the whole stack is comfortable with.</param>
public sealed record ResourcePlan(int Workers, decimal Cpus, int ControlPlaneMiB, int WorkerMiB, bool Tight)
{
    // Below this a control plane is ended by the kernel while it starts (measured by Talos: 2 GiB is its minimum).
    private const int LeastMiB = 2048;
    private const int ControlPlaneWantsMiB = 4096;
    private const int WorkerWantsMiB = 6144;
    private const int WorkerMostMiB = 12288;

    /// <summary>Divides what the engine has. Without a wish for workers, one where the memory suffices, else the control plane does the work.</summary>
    /// <returns>The plan, or the problem that makes one impossible.</returns>
    public static (ResourcePlan? Plan, ClusterProblem? Problem) Of(DockerFacts engine, int? workers)
    {
        var total = (int)(engine.MemoryBytes >> 20);
        var usable = total - Math.Min(1024, total / 8);
        var count = workers ?? (usable >= ControlPlaneWantsMiB + (WorkerWantsMiB / 2) ? 1 : 0);
        // Each node sees the whole host; the engine refuses more CPUs than there are and less than a hundredth.
        var cpus = Math.Max(1m, engine.Cpus);
        var least = LeastMiB * (count + 1);
        if (usable < least)
            return (null, TooSmall(total, count));
        if (count == 0)
            return (new ResourcePlan(0, cpus, Math.Min(usable, WorkerMostMiB), 0, usable < WorkerWantsMiB), null);
        var wanted = ControlPlaneWantsMiB + (WorkerWantsMiB * count);
        if (usable >= wanted)
            return (new ResourcePlan(count, cpus, ControlPlaneWantsMiB, Math.Min(WorkerMostMiB, (usable - ControlPlaneWantsMiB) / count), false), null);
        var controlPlane = LeastMiB + (int)((long)(usable - least) * (ControlPlaneWantsMiB - LeastMiB) / (wanted - least));
        return (new ResourcePlan(count, cpus, controlPlane, (usable - controlPlane) / count, true), null);
    }

    private static ClusterProblem TooSmall(int total, int workers) => new(
        "memory",
        string.Create(CultureInfo.InvariantCulture, $"Docker has \"{total} MiB\" of memory, too little for a control plane and {workers} workers."),
        string.Create(CultureInfo.InvariantCulture, $"Raise the memory of the Docker VM to at least {((LeastMiB * (workers + 1)) + 1024) / 1024} GiB, or ask for fewer --workers."));
}
