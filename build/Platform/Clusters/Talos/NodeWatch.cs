using System.Net;
using System.Text.RegularExpressions;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Looks at nodes while talosctl creates them, for what talosctl waits out in silence.</summary>
public sealed partial class NodeWatch(IDockerEngine engine, ICommandRunner commands, TimeProvider clock)
{
    private const int LogLines = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskEtcdEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EtcdPatience = TimeSpan.FromMinutes(3);

    /// <summary>Watches until something is wrong.</summary>
    /// <returns>The problem; the task ends without one only by being cancelled.</returns>
    public async Task<ClusterProblem> WatchAsync(Talosctl talosctl, TalosFolder folder, TalosNames names, IPAddress controlPlane, CancellationToken cancellation)
    {
        var asked = clock.GetUtcNow();
        DateTimeOffset? preparing = null;
        while (true)
        {
            await Task.Delay(Pause, clock, cancellation);
            if (await EndedAsync(names, cancellation) is { } ended)
                return ended;
            if (clock.GetUtcNow() - asked < AskEtcdEvery || !File.Exists(folder.Talosconfig))
                continue;
            asked = clock.GetUtcNow();
            preparing = await IsPreparingAsync(TalosctlCommands.Service(talosctl, folder, controlPlane, "etcd"), cancellation) ? preparing ?? asked : null;
            if (preparing is { } since && asked - since >= EtcdPatience)
                return KnownFailures.EtcdPreparing(asked - since);
        }
    }

    /// <summary>The state in what <c>talosctl service etcd</c> prints; empty when there is none.</summary>
    public static string StateOf(string output) => State().Match(output).Groups["state"].Value;

    private async Task<ClusterProblem?> EndedAsync(TalosNames names, CancellationToken cancellation)
    {
        foreach (var node in (await engine.ContainersAsync(names.NodeLabels, cancellation)).Where(c => c.State is "exited" or "dead"))
        {
            if (await engine.ConditionAsync(node.Id, cancellation) is { Running: false } condition)
                return KnownFailures.OfNode(node.Name, condition, await engine.LogsAsync(node.Id, LogLines, cancellation));
        }

        return null;
    }

    private async Task<bool> IsPreparingAsync(Command command, CancellationToken cancellation)
    {
        try
        {
            return StateOf((await commands.RunAsync(command, cancellation: cancellation)).Output) is "Preparing" or "Pre" or "Waiting";
        }
        catch (PlatformException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^STATE\s+(?<state>\w+)", RegexOptions.Multiline)]
    private static partial Regex State();
}
