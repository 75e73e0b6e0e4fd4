using System.Collections.Immutable;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Clusters.Talos;

/// <summary>The outside world of a Talos cluster, so that tests can replace any of it.</summary>
/// <param name="Endpoint">Where the engine answers.</param>
/// <param name="Engine">Containers and networks.</param>
/// <param name="Images">Images.</param>
/// <param name="Host">Facts of this machine.</param>
/// <param name="Tools">Finds talosctl.</param>
/// <param name="Commands">Runs talosctl.</param>
/// <param name="Cache">Where choices are kept that clusters must not make twice.</param>
/// <param name="Http">For registries.</param>
/// <param name="Processes">Processes that a killed run left.</param>
/// <param name="Redactor">Learns the secrets of nodes.</param>
/// <param name="Progress">Tells the user.</param>
/// <param name="Clock">Time.</param>
public sealed record TalosEnvironment(
    DockerEndpoint Endpoint,
    IDockerEngine Engine,
    IDockerImages Images,
    Func<HostFacts> Host,
    ToolResolver Tools,
    ICommandRunner Commands,
    ToolCache Cache,
    HttpClient Http,
    IProcessTable Processes,
    Redactor Redactor,
    IProgressReporter Progress,
    TimeProvider Clock)
{
    /// <summary>The real world.</summary>
    /// <param name="tools">Finds talosctl.</param>
    /// <param name="commands">Runs it.</param>
    /// <param name="cache">The user's cache.</param>
    /// <param name="http">For registries.</param>
    /// <param name="processes">Processes of this machine.</param>
    /// <param name="redactor">Hides secrets.</param>
    /// <param name="progress">Tells the user.</param>
    /// <param name="clock">Time.</param>
    public static TalosEnvironment Real(ToolResolver tools, ICommandRunner commands, ToolCache cache, HttpClient http, IProcessTable processes, Redactor redactor, IProgressReporter progress, TimeProvider clock)
    {
        var endpoint = DockerEndpoint.ForThisMachine();
        // Connects with the first question; a run on another provider never asks one.
        var connection = new DockerConnection(endpoint);
        return new TalosEnvironment(endpoint, new DockerClientEngine(connection), new DockerClientImages(connection), () => HostFacts.Read(), tools, commands, cache, http, processes, redactor, progress, clock);
    }

    /// <summary>Pulls images with this user's credentials.</summary>
    public ImagePuller Puller(ImmutableArray<RegistryMirror> mirrors) => new(Images, RegistryAuth.ForUser(Commands, Redactor), mirrors);

    /// <summary>Ends what a killed run of ours left behind, such as a talosctl that still creates.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> EndStraysAsync(TalosFolder folder, CancellationToken cancellation)
    {
        var strays = Processes.FindByEnvironment(HostFolder.OwnerVariable, folder.Root);
        await new ProcessEnder(Processes, Clock).EndAsync(strays, TimeSpan.FromSeconds(5), cancellation);
        return strays.Count > 0;
    }
}
