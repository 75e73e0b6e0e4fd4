using System.Collections.Immutable;

namespace TalosPlatform.Clusters.Docker;

/// <summary>What an engine says about itself and its host.</summary>
/// <param name="Version">Version of the engine.</param>
/// <param name="Product">Names of its components, such as <c>Engine</c> or <c>Podman Engine</c>.</param>
/// <param name="OperatingSystem">Name of the operating system it runs on, such as <c>Docker Desktop</c>.</param>
/// <param name="KernelVersion">Release of its kernel.</param>
/// <param name="Cpus">CPUs it has.</param>
/// <param name="MemoryBytes">Memory it has, in bytes.</param>
/// <param name="SecurityOptions">Such as <c>name=rootless</c>.</param>
/// <param name="Warnings">What it warns of.</param>
public sealed record DockerFacts(
    string Version,
    ImmutableArray<string> Product,
    string OperatingSystem,
    string KernelVersion,
    int Cpus,
    long MemoryBytes,
    ImmutableArray<string> SecurityOptions,
    ImmutableArray<string> Warnings);

/// <summary>A container as a list shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name without the slash.</param>
/// <param name="State"><c>created</c>, <c>running</c>, <c>exited</c>, …</param>
/// <param name="Image">The image as it was named.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Ports">Ports it publishes.</param>
/// <param name="Addresses">Its IPv4 address by network name.</param>
public sealed record DockerContainer(
    string Id,
    string Name,
    string State,
    string Image,
    ImmutableSortedDictionary<string, string> Labels,
    ImmutableArray<PublishedPort> Ports,
    ImmutableSortedDictionary<string, string> Addresses);

/// <summary>A port of a container that is published on the host.</summary>
/// <param name="HostAddress">Address on the host.</param>
/// <param name="HostPort">Port on the host.</param>
/// <param name="ContainerPort">Port in the container.</param>
public sealed record PublishedPort(string HostAddress, int HostPort, int ContainerPort);

/// <summary>How a container stands or ended.</summary>
/// <param name="Running">Whether it runs.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="OutOfMemory">Whether the kernel ended it for want of memory.</param>
/// <param name="Error">What the engine says went wrong at its start.</param>
/// <param name="Environment">Its environment; holds secrets and must not be shown.</param>
public sealed record ContainerCondition(bool Running, long ExitCode, bool OutOfMemory, string Error, ImmutableArray<string> Environment);

/// <summary>A network.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Subnets">Its subnets.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Containers">Ids of the containers in it, where they were asked for.</param>
public sealed record DockerNetwork(string Id, string Name, ImmutableArray<string> Subnets, ImmutableSortedDictionary<string, string> Labels, ImmutableArray<string> Containers);
