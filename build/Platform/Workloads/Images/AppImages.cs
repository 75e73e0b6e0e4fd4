using System.Collections.Concurrent;
using System.Collections.Immutable;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Workloads.Images;

/// <summary>Images of applications as a cluster can pull them.</summary>
/// <param name="References">Image as a manifest names it, and the reference to use instead.</param>
/// <param name="LeftOut">Applications without an image, with the reason.</param>
public sealed record AppImageSet(ImmutableSortedDictionary<string, string> References, ImmutableSortedDictionary<string, string> LeftOut)
{
    /// <summary>Nothing to replace: images are taken as manifests name them.</summary>
    public static AppImageSet AsNamed { get; } = new(ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty);
}

/// <summary>Builds images of applications and pushes them to a registry, tagged by what they are made of: what did not change is neither built nor sent again.</summary>
/// <param name="images">The engine that builds.</param>
/// <param name="auth">Credentials for the registry.</param>
/// <param name="progress">Tells the user.</param>
/// <param name="limits">Folders above which no build reads: the workspace and the platform.</param>
public sealed class AppImages(IDockerImages images, RegistryAuth auth, IProgressReporter progress, ImmutableArray<string> limits)
{
    // Builds share the engine's disk and CPUs; more at once are not faster.
    private const int AtOnce = 2;

    /// <summary>Builds and pushes.</summary>
    /// <param name="apps">Applications; those without a Dockerfile keep the image their manifest names.</param>
    /// <param name="registry">Registry, such as <c>localhost:5000</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<AppImageSet> EnsureAsync(IReadOnlyList<AppDefinition> apps, string registry, CancellationToken cancellation)
    {
        var references = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var leftOut = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(apps.Where(a => File.Exists(Path.Combine(a.Folder, "Dockerfile"))), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (app, stop) =>
        {
            try
            {
                if (ImageOf(app) is { } image)
                    references[image] = await progress.StepAsync($"image {app.Name}", step => EnsureAsync(app, registry, step, stop));
            }
            catch (PlatformException error)
            {
                leftOut[app.Name] = error.What.TrimEnd('.');
            }
        });
        return new AppImageSet(references.ToImmutableSortedDictionary(StringComparer.Ordinal), leftOut.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>The image in a manifest that the application's Dockerfile makes: the one named like the application, else the first.</summary>
    public static string? ImageOf(AppDefinition app) =>
        (app.Workload.Containers.FirstOrDefault(c => ImageName.Split(ImageName.Registry(c.Image).Path).Name.Split('/')[^1] == app.Name) ?? app.Workload.Containers.FirstOrDefault())?.Image is { Length: > 0 } image ? image : null;

    private async Task<string> EnsureAsync(AppDefinition app, string registry, IStep step, CancellationToken cancellation)
    {
        var limit = limits.FirstOrDefault(l => app.Folder.StartsWith(Path.TrimEndingDirectorySeparator(l) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) ?? app.Folder;
        var context = BuildContext.Find(app.Folder, limit);
        var reference = $"{registry}/{app.Name}:{context.Digest()}";
        var built = !await images.HasAsync(reference, cancellation);
        if (built)
            await BuildAsync(context, reference, step, cancellation);
        var pushed = new PullProgress();
        await images.PushAsync(reference, await auth.FindAsync(ImageName.Registry(reference).Registry, cancellation), layer =>
        {
            pushed.Add(layer);
            step.Update($"pushing {pushed}");
        }, cancellation);
        step.Note($"{reference} ({(built ? "built" : "unchanged")})");
        return reference;
    }

    private async Task BuildAsync(BuildContext context, string reference, IStep step, CancellationToken cancellation)
    {
        var archive = Path.GetTempFileName();
        try
        {
            await using var stream = new FileStream(archive, FileMode.Create, FileAccess.ReadWrite);
            await context.WriteAsync(stream, cancellation);
            stream.Position = 0;
            await images.BuildAsync(reference, context.Dockerfile, stream, line => step.Update(line), cancellation);
        }
        finally
        {
            File.Delete(archive);
        }
    }
}
