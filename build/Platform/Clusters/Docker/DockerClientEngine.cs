using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>A real engine, over its API.</summary>
public sealed class DockerClientEngine(DockerConnection connection) : IDockerEngine
{
    private static readonly TimeSpan DescribeWithin = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<DockerFacts> DescribeAsync(CancellationToken cancellation)
    {
        var version = await connection.AskAsync((client, stop) => client.System.GetVersionAsync(stop), cancellation, DescribeWithin);
        var info = await connection.AskAsync((client, stop) => client.System.GetSystemInfoAsync(stop), cancellation);
        return new DockerFacts(
            version.Version ?? "", [.. (version.Components ?? []).Select(c => c.Name)], info.OperatingSystem ?? "", info.KernelVersion ?? "",
            (int)info.NCPU, info.MemTotal, [.. info.SecurityOptions ?? []], [.. info.Warnings ?? []]);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<DockerContainer>> ContainersAsync(IReadOnlyCollection<string> labels, CancellationToken cancellation)
    {
        var containers = await connection.AskAsync((client, stop) => client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Filters(labels) }, stop), cancellation);
        return [.. containers.Select(Container).OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public Task<ContainerCondition?> ConditionAsync(string container, CancellationToken cancellation) => connection.AskAsync<ContainerCondition?>(async (client, stop) =>
    {
        try
        {
            var found = await client.Containers.InspectContainerAsync(container, stop);
            return new ContainerCondition(found.State?.Running ?? false, found.State?.ExitCode ?? 0, found.State?.OOMKilled ?? false, found.State?.Error ?? "", [.. found.Config?.Env ?? []]);
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task<string> LogsAsync(string container, int lines, CancellationToken cancellation) => connection.AskAsync(async (client, stop) =>
    {
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = lines.ToString(CultureInfo.InvariantCulture) };
        using var stream = await client.Containers.GetContainerLogsAsync(container, parameters, stop);
        var (output, error) = await stream.ReadOutputToEndAsync(stop);
        return output + error;
    }, cancellation);

    /// <inheritdoc/>
    public Task RemoveContainerAsync(string container, CancellationToken cancellation) => connection.AskUnlessGoneAsync(async (client, stop) =>
    {
        try
        {
            await client.Containers.RemoveContainerAsync(container, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, stop);
        }
        catch (DockerApiException error) when (error.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.InternalServerError)
        {
            // Somebody else removes it at this moment, or it is busy: whoever looks again sees whether it is gone.
        }
    }, cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<DockerNetwork>> NetworksAsync(IReadOnlyCollection<string> labels, CancellationToken cancellation)
    {
        var networks = await connection.AskAsync((client, stop) => client.Networks.ListNetworksAsync(new NetworksListParameters { Filters = Filters(labels) }, stop), cancellation);
        var found = ImmutableArray.CreateBuilder<DockerNetwork>();
        foreach (var network in networks.OrderBy(n => n.Name, StringComparer.Ordinal))
            found.Add(Network(labels.Count == 0 ? network : await InspectAsync(network, cancellation)));
        return found.ToImmutable();
    }

    /// <inheritdoc/>
    public Task DisconnectAsync(string network, string container, CancellationToken cancellation) => connection.AskUnlessGoneAsync(async (client, stop) =>
    {
        try
        {
            await client.Networks.DisconnectNetworkAsync(network, new NetworkDisconnectParameters { Container = container, Force = true }, stop);
        }
        catch (DockerApiException error) when (error.StatusCode is not HttpStatusCode.NotFound)
        {
            // It left by itself, or is being removed; if it stays, removing the network says so.
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task<string?> RemoveNetworkAsync(string network, CancellationToken cancellation) => connection.AskAsync<string?>(async (client, stop) =>
    {
        try
        {
            await client.Networks.DeleteNetworkAsync(network, stop);
            return null;
        }
        catch (DockerApiException error)
        {
            return error.StatusCode == HttpStatusCode.NotFound ? null : DockerTroubles.Said(error);
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task StartAsync(ContainerSpec container, CancellationToken cancellation) => connection.AskAsync(async (client, stop) =>
    {
        var port = $"{container.ContainerPort.ToString(CultureInfo.InvariantCulture)}/tcp";
        var host = container.LoopbackPort == 0 ? "" : container.LoopbackPort.ToString(CultureInfo.InvariantCulture);
        try
        {
            var created = await client.Containers.CreateContainerAsync(
                new CreateContainerParameters
                {
                    Name = container.Name,
                    Image = container.Image,
                    Labels = container.Labels.ToDictionary(),
                    ExposedPorts = new Dictionary<string, EmptyStruct> { [port] = default },
                    HostConfig = new HostConfig { PortBindings = new Dictionary<string, IList<PortBinding>> { [port] = [new PortBinding { HostIP = "127.0.0.1", HostPort = host }] } },
                },
                stop);
            await client.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), stop);
            return true;
        }
        catch (DockerApiException error)
        {
            throw new PlatformException($"The container \"{container.Name}\" cannot be started: {DockerTroubles.Said(error)}", "Mend what the engine says, then run again.");
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task ConnectAsync(string network, string container, string address, CancellationToken cancellation) => connection.AskAsync(async (client, stop) =>
    {
        try
        {
            await client.Networks.ConnectNetworkAsync(network, new NetworkConnectParameters { Container = container, EndpointConfig = new EndpointSettings { IPAMConfig = new EndpointIPAMConfig { IPv4Address = address } } }, stop);
        }
        catch (DockerApiException error) when (error.Message.Contains("already exists in network", StringComparison.Ordinal))
        {
            // An earlier run connected it.
        }

        return true;
    }, cancellation);

    private async Task<NetworkResponse> InspectAsync(NetworkResponse network, CancellationToken cancellation)
    {
        var whole = network;
        await connection.AskUnlessGoneAsync(async (client, stop) => whole = await client.Networks.InspectNetworkAsync(network.ID, stop), cancellation);
        return whole;
    }

    private static Dictionary<string, IDictionary<string, bool>>? Filters(IReadOnlyCollection<string> labels) =>
        labels.Count == 0 ? null : new() { ["label"] = labels.ToDictionary(label => label, _ => true) };

    private static DockerContainer Container(ContainerListResponse c) => new(
        c.ID, (c.Names?.FirstOrDefault() ?? "").TrimStart('/'), c.State ?? "", c.Image ?? "",
        (c.Labels ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal),
        [.. (c.Ports ?? []).Where(p => p.PublicPort is > 0).Select(p => new PublishedPort(p.IP ?? "", p.PublicPort!.Value, p.PrivatePort))],
        (c.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>()).Where(n => !string.IsNullOrEmpty(n.Value?.IPAddress)).ToImmutableSortedDictionary(n => n.Key, n => n.Value.IPAddress, StringComparer.Ordinal));

    private static DockerNetwork Network(NetworkResponse n) => new(
        n.ID, n.Name, [.. (n.IPAM?.Config ?? []).Select(c => c.Subnet).Where(s => !string.IsNullOrEmpty(s))],
        (n.Labels ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal),
        [.. (n.Containers ?? new Dictionary<string, EndpointResource>()).Keys]);
}
