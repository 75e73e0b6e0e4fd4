using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using TalosPlatform.Alerts;
using TalosPlatform.Clusters;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Benchmarks;

/// <summary>DeployStack beside <c>kubectl apply --server-side</c> and <c>kubectl rollout status</c>: the same objects, the same cluster, in turns.</summary>
/// <param name="run">The run, with a context.</param>
public sealed class KubernetesBenchmark(RunContext run)
{
    private const int Pairs = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    /// <summary>Measures both from nothing and with nothing to change; the cluster is left without either.</summary>
    /// <exception cref="PlatformException">No context names a cluster, or a command failed.</exception>
    public async Task<ImmutableArray<Measurement>> RunAsync(CancellationToken cancellation)
    {
        var context = await ClusterContext.ReadAsync(run.Settings.Cluster.Kubeconfig ?? ClusterContext.DefaultKubeconfig(Environment.GetEnvironmentVariable), run.Settings.Cluster.Context, cancellation);
        await ClusterGuard.RequireLocalAsync(context, run.Settings.Cluster.AllowedContexts, cancellation);
        var kubectl = (await run.Services.Tools(run.Workspace).ResolveAsync("kubectl", cancellation: cancellation)).Binaries["kubectl"];
        var manifests = await RenderAsync(kubectl, cancellation);
        var file = Path.Combine(Directory.CreateTempSubdirectory("talos-dev-benchmark-").FullName, "stack.json");
        try
        {
            await File.WriteAllTextAsync(file, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. manifests.Select(m => m.Json.DeepClone())]) }.ToJsonString(), cancellation);
            var theirs = new Kubectl(run.Services.Commands, kubectl, context, file, manifests);
            return await run.Progress.StepAsync($"DeployStack and kubectl, {Pairs} times in turns", step => MeasureAsync(theirs, context, step, cancellation));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private async Task<ImmutableArray<Measurement>> MeasureAsync(Kubectl theirs, ClusterContext context, IStep step, CancellationToken cancellation)
    {
        await theirs.DeleteAsync(cancellation);
        var (first, again, theirFirst, theirAgain) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        using var memory = new PeakMemory("talos-build");
        for (var pair = 1; pair <= Pairs; pair++)
        {
            step.Update($"kubectl, {pair} of {Pairs}");
            theirFirst.Add(await theirs.DeployAsync(cancellation));
            theirAgain.Add(await theirs.DeployAsync(cancellation));
            await theirs.DeleteAsync(cancellation);
            step.Update($"DeployStack, {pair} of {Pairs}");
            first.Add(await OursAsync("DeployStack", context, cancellation));
            again.Add(await OursAsync("DeployStack", context, cancellation));
            await OursAsync("Teardown", context, cancellation);
        }

        var peak = memory.PeakMegabytes;
        return
        [
            Compare("DeployStack, from nothing", first, theirFirst),
            Compare("DeployStack, nothing to change", again, theirAgain),
            new Measurement("its memory", "< 200 MB", $"{peak:0} MB", peak is > 0 and < 200, "largest VmHWM of the build's process during those runs"),
        ];
    }

    private static Measurement Compare(string what, List<double> ours, List<double> theirs)
    {
        var (mine, other) = (ours.Order().ElementAt(Pairs / 2), theirs.Order().ElementAt(Pairs / 2));
        return new Measurement(
            what,
            "half of kubectl's time",
            string.Create(CultureInfo.InvariantCulture, $"{mine:0.0} s, kubectl {other:0.0} s"),
            mine <= other / 2,
            $"median of {Pairs} pairs in turns on the same cluster, whole commands; kubectl: apply --server-side of rendered objects, then rollout status of every workload; both wait for the same pods, and DeployStack finds the cluster, renders, and writes its report besides");
    }

    private async Task<IReadOnlyList<Manifest>> RenderAsync(string kubectl, CancellationToken cancellation)
    {
        var selection = StackSelection.Choose(Path.Combine(run.Workspace.PlatformRoot, "stack"), run.Settings.Stack.Profile, run.Settings.Stack.With, run.Settings.Stack.Without.ToImmutableDictionary(c => c, _ => "left out by the settings"));
        var content = new StackContent(await LoadableRules.SelectAsync(run, cancellation), PlatformFiles.Dashboards(run));
        return await new StackObjects(run.Workspace, run.Settings, new Kustomizer(run.Services.Commands, kubectl)).RenderAsync(selection, content, cancellation);
    }

    private async Task<double> OursAsync(string target, ClusterContext context, CancellationToken cancellation)
    {
        var script = Path.Combine(run.Workspace.PlatformRoot, OperatingSystem.IsWindows() ? "build.ps1" : "build.sh");
        var command = Command.Of(script, target, "--workspace", run.Workspace.Root, "--cluster-name", run.Settings.Cluster.Name, "--kubeconfig", context.Kubeconfig, "--context", context.Name) with { Deadline = Deadline };
        return (await run.Services.Commands.RunCheckedAsync(command, $"Measuring {target}", cancellation: cancellation)).Elapsed.TotalSeconds;
    }

    private sealed class Kubectl(ICommandRunner commands, string kubectl, ClusterContext context, string file, IReadOnlyList<Manifest> manifests)
    {
        public async Task<double> DeployAsync(CancellationToken cancellation)
        {
            var seconds = await RunAsync(["apply", "--server-side", "--field-manager=benchmark", "--filename", file], cancellation);
            foreach (var workload in manifests.Where(m => ApplyOrder.StartsPods(m.Key.Kind)))
                seconds += await RunAsync(["rollout", "status", $"{workload.Key.Kind}/{workload.Key.Name}", "--namespace", workload.Key.Namespace!, "--timeout=5m"], cancellation);
            return seconds;
        }

        public Task<double> DeleteAsync(CancellationToken cancellation) => RunAsync(["delete", "--ignore-not-found", "--wait", "--timeout=5m", "--filename", file], cancellation);

        private async Task<double> RunAsync(string[] arguments, CancellationToken cancellation) =>
            (await commands.RunCheckedAsync(Command.Of(kubectl, ["--kubeconfig", context.Kubeconfig, "--context", context.Name, .. arguments]) with { Deadline = Deadline }, "Measuring kubectl", cancellation: cancellation)).Elapsed.TotalSeconds;
    }
}
