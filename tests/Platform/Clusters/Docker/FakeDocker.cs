using System.Collections.Concurrent;
using System.Collections.Immutable;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Clusters.Docker;

/// <summary>An engine in memory that behaves as the real one does where the platform relies on it.</summary>
public sealed class FakeDocker : IDockerEngine, IDockerImages
{
    private readonly Lock _gate = new();

    public DockerFacts Facts { get; set; } = Healthy;

    public static DockerFacts Healthy { get; } = new("28.5.0", ["Engine", "containerd"], "Debian GNU/Linux 12", "6.1.0-test", 4, 16L << 30, ["name=seccomp,profile=builtin"], []);

    public string? Unreachable { get; set; }

    /// <summary>Called before containers are listed.</summary>
    public Action? Looking { get; set; }

    public Dictionary<string, DockerContainer> Containers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ContainerCondition> Conditions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Logs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DockerNetwork> Networks { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Images { get; } = new(StringComparer.Ordinal);

    /// <summary>What registries have; others answer that there is no such image.</summary>
    public HashSet<string> Pullable { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Refusals of network removal that are still to come.</summary>
    public Queue<string> NetworkRefusals { get; } = [];

    public Task<DockerFacts> DescribeAsync(CancellationToken cancellation) =>
        Unreachable is { } why ? throw new PlatformException(why, "Start Docker.") : Task.FromResult(Facts);

    public Task<ImmutableArray<DockerContainer>> ContainersAsync(IReadOnlyCollection<string> labels, CancellationToken cancellation)
    {
        if (Unreachable is { } why)
            throw new PlatformException(why, "Start Docker.");
        Looking?.Invoke();
        lock (_gate)
            return Task.FromResult(Containers.Values.Where(c => Has(c.Labels, labels)).ToImmutableArray());
    }

    public Task<ContainerCondition?> ConditionAsync(string container, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(Conditions.GetValueOrDefault(container));
    }

    public Task<string> LogsAsync(string container, int lines, CancellationToken cancellation) => Task.FromResult(Logs.GetValueOrDefault(container, ""));

    public Task RemoveContainerAsync(string container, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Calls.Enqueue($"remove container {container}");
            Containers.Remove(container);
            foreach (var network in Networks.Values.ToList())
                Networks[network.Id] = network with { Containers = network.Containers.Remove(container) };
        }

        return Task.CompletedTask;
    }

    public Task<ImmutableArray<DockerNetwork>> NetworksAsync(IReadOnlyCollection<string> labels, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(Networks.Values.Where(n => Has(n.Labels, labels)).ToImmutableArray());
    }

    public Task DisconnectAsync(string network, string container, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Calls.Enqueue($"disconnect {container} from {network}");
            Networks[network] = Networks[network] with { Containers = Networks[network].Containers.Remove(container) };
        }

        return Task.CompletedTask;
    }

    public Task<string?> RemoveNetworkAsync(string network, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Calls.Enqueue($"remove network {network}");
            if (NetworkRefusals.TryDequeue(out var refusal))
                return Task.FromResult<string?>(refusal);
            if (Networks.TryGetValue(network, out var found) && !found.Containers.IsEmpty)
                return Task.FromResult<string?>($"error while removing network: network {found.Name} id {network} has active endpoints");
            Networks.Remove(network);
            return Task.FromResult<string?>(null);
        }
    }

    public Task StartAsync(ContainerSpec container, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Calls.Enqueue($"start {container.Name} of {container.Image}");
            Add(container.Name, "running", container.Labels, [new PublishedPort("127.0.0.1", container.LoopbackPort, container.ContainerPort)]);
        }

        return Task.CompletedTask;
    }

    public Task ConnectAsync(string network, string container, string address, CancellationToken cancellation)
    {
        Calls.Enqueue($"connect {container} to {network} at {address}");
        return Task.CompletedTask;
    }

    public Task<bool> HasAsync(string image, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(Images.Contains(image));
    }

    public Task PullAsync(string image, RegistryCredentials? credentials, Action<LayerEvent> onLayer, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Calls.Enqueue($"pull {image}{(credentials is null ? "" : $" as {credentials.User}")}");
            if (!Pullable.Contains(image))
                throw new PlatformException($"The image \"{image}\" cannot be pulled: manifest unknown.", PullProblems.Fix("manifest unknown"));
            onLayer(new LayerEvent("a1", "Downloading", 512 << 10, 1 << 20));
            onLayer(new LayerEvent("a1", "Download complete", 0, 0));
            Images.Add(image);
        }

        return Task.CompletedTask;
    }

    public Task TagAsync(string image, string name, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Calls.Enqueue($"tag {image} {name}");
            Images.Add(name);
        }

        return Task.CompletedTask;
    }

    public Task PushAsync(string image, RegistryCredentials? credentials, Action<LayerEvent> onLayer, CancellationToken cancellation)
    {
        Calls.Enqueue($"push {image}");
        return Task.CompletedTask;
    }

    public Task BuildAsync(string name, string dockerfile, Stream context, Action<string> onLine, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Calls.Enqueue($"build {name} from {dockerfile}");
            Images.Add(name);
        }

        return Task.CompletedTask;
    }

    /// <summary>Adds a container; its id is its name.</summary>
    public DockerContainer Add(string name, string state, IReadOnlyDictionary<string, string> labels, ImmutableArray<PublishedPort> ports = default)
    {
        var container = new DockerContainer(name, name, state, "image", labels.ToImmutableSortedDictionary(StringComparer.Ordinal), ports.IsDefault ? [] : ports, ImmutableSortedDictionary<string, string>.Empty);
        Containers[name] = container;
        Conditions[name] = new ContainerCondition(state == "running", 0, false, "", []);
        return container;
    }

    /// <summary>Adds a network; its id is its name.</summary>
    public void AddNetwork(string name, string subnet, IReadOnlyDictionary<string, string> labels, params string[] containers) =>
        Networks[name] = new DockerNetwork(name, name, [subnet], labels.ToImmutableSortedDictionary(StringComparer.Ordinal), [.. containers]);

    /// <summary>Labels that talosctl gives.</summary>
    public static ImmutableSortedDictionary<string, string> TalosLabels(string cluster) =>
        ImmutableSortedDictionary<string, string>.Empty.Add("talos.owned", "true").Add("talos.cluster.name", cluster);

    private static bool Has(ImmutableSortedDictionary<string, string> labels, IReadOnlyCollection<string> wanted) =>
        wanted.All(w => w.Split('=', 2) is [var key, var value] && labels.GetValueOrDefault(key) == value);
}
