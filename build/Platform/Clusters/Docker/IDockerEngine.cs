using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Containers and networks of a Docker engine.</summary>
public interface IDockerEngine
{
    /// <summary>What the engine says about itself.</summary>
    /// <exception cref="PlatformException">It does not answer in time; the message says why.</exception>
    Task<DockerFacts> DescribeAsync(CancellationToken cancellation);

    /// <summary>All containers, ended ones too, that have every one of the labels (<c>key=value</c>).</summary>
    Task<ImmutableArray<DockerContainer>> ContainersAsync(IReadOnlyCollection<string> labels, CancellationToken cancellation);

    /// <summary>How a container stands; null when it is gone.</summary>
    Task<ContainerCondition?> ConditionAsync(string container, CancellationToken cancellation);

    /// <summary>The last lines a container wrote.</summary>
    Task<string> LogsAsync(string container, int lines, CancellationToken cancellation);

    /// <summary>Removes a container, running or not, with its anonymous volumes; one that is gone is no error.</summary>
    Task RemoveContainerAsync(string container, CancellationToken cancellation);

    /// <summary>All networks that have every one of the labels.</summary>
    Task<ImmutableArray<DockerNetwork>> NetworksAsync(IReadOnlyCollection<string> labels, CancellationToken cancellation);

    /// <summary>Takes a container out of a network, whatever it does there; one that is out already is no error.</summary>
    Task DisconnectAsync(string network, string container, CancellationToken cancellation);

    /// <summary>Removes a network.</summary>
    /// <returns>Why the engine refuses; null when the network is gone.</returns>
    Task<string?> RemoveNetworkAsync(string network, CancellationToken cancellation);

    /// <summary>Starts a container of an image that is present.</summary>
    Task StartAsync(ContainerSpec container, CancellationToken cancellation);

    /// <summary>Puts a container into a network under a fixed address.</summary>
    Task ConnectAsync(string network, string container, string address, CancellationToken cancellation);
}

/// <summary>A container to start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">An image that is present.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="LoopbackPort">Port of the host's loopback that leads to <paramref name="ContainerPort"/>; 0 for any.</param>
/// <param name="ContainerPort">Port it listens on.</param>
public sealed record ContainerSpec(string Name, string Image, ImmutableSortedDictionary<string, string> Labels, int LoopbackPort, int ContainerPort);
