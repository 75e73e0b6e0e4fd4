using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Takes a Talos cluster away from whatever state it is in: talosctl where it can, labels for the rest, then files, ports and subnet.</summary>
public sealed class TalosCleanup(TalosEnvironment environment, TalosFolder folder, TalosNames names)
{
    // A container that Docker was told to create just before the one who told it was killed appears this much later at most.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>Removes everything; a second time finds nothing.</summary>
    /// <param name="step">Shows what is done.</param>
    /// <param name="interrupted">Whether a creation was broken off just now.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PlatformException">There are traces of a cluster and Docker does not answer.</exception>
    public async Task RemoveAsync(IStep? step, bool interrupted, CancellationToken cancellation)
    {
        interrupted |= await environment.EndStraysAsync(folder, cancellation);
        if (await DockerIsNeededAsync(cancellation))
        {
            step?.Update("removing containers and networks");
            var removed = await new DockerCleanup(environment.Engine, environment.Clock).RemoveAsync([names.NodeLabels, names.CompanionLabels], interrupted ? Settling : TimeSpan.Zero, cancellation);
            if (!removed.Nothing)
                step?.Note(removed.ToString());
        }

        folder.Delete();
        await new PortRegistry(environment.Cache).ForgetAsync(folder.Root, cancellation);
        await new SubnetRegistry(environment.Cache).ForgetAsync(folder.Root, cancellation);
    }

    // Without traces in the folder the engine is only asked where it answers at once: machines without Docker have nothing to remove.
    private async Task<bool> DockerIsNeededAsync(CancellationToken cancellation)
    {
        if (folder.HasTraces)
            return true;
        if (environment.Endpoint.SocketPath is { } socket && !File.Exists(socket))
            return false;
        try
        {
            await environment.Engine.DescribeAsync(cancellation);
            return true;
        }
        catch (PlatformException)
        {
            return false;
        }
    }
}
