using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Clusters.Talos;

/// <summary>A registry beside the cluster: images are pushed to it on this machine's loopback and pulled from it inside the cluster's network.</summary>
public sealed class CompanionRegistry(IDockerEngine engine, ImagePuller puller, HttpClient http, TimeProvider clock)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);

    /// <summary>Makes it run.</summary>
    /// <returns>Its name in the names of images.</returns>
    /// <exception cref="PlatformException">Its image cannot be had, or it does not start.</exception>
    public async Task<string> EnsureAsync(string image, TalosNames names, TalosState state, IStep step, CancellationToken cancellation)
    {
        var name = AppRegistryPort.Name(state.RegistryPort);
        var existing = (await engine.ContainersAsync(names.CompanionLabels, cancellation)).FirstOrDefault(c => c.Name == names.Registry);
        if (existing is { State: not "running" })
        {
            await engine.RemoveContainerAsync(existing.Id, cancellation);
            existing = null;
        }

        if (existing is null)
        {
            await puller.EnsureAsync([image], step, cancellation);
            var labels = names.CompanionLabels.Select(l => l.Split('=', 2)).ToImmutableSortedDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
            await engine.StartAsync(new ContainerSpec(names.Registry, image, labels, state.RegistryPort, AppRegistryPort.Inside), cancellation);
        }

        var address = TalosNames.RegistryAddress(IPNetwork.Parse(state.Subnet)).ToString();
        if (existing?.Addresses.GetValueOrDefault(names.Docker) != address)
            await engine.ConnectAsync(names.Docker, names.Registry, address, cancellation);
        await WaitAsync(name, names, step, cancellation);
        step.Note($"{name}, {address} for the nodes");
        return name;
    }

    private async Task WaitAsync(string name, TalosNames names, IStep step, CancellationToken cancellation)
    {
        var deadline = clock.GetUtcNow() + ReadyWithin;
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{name.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)}/v2/"), cancellation);
                return;
            }
            catch (HttpRequestException) when (clock.GetUtcNow() < deadline)
            {
                step.Update("waiting for an answer");
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellation);
            }
            catch (HttpRequestException error)
            {
                throw new PlatformException($"The registry \"{names.Registry}\" does not answer: {error.Message}", $"Look at \"docker logs {names.Registry}\".", await engine.LogsAsync(names.Registry, 20, cancellation));
            }
        }
    }
}
