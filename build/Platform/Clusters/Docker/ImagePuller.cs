using System.Collections.Concurrent;
using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Makes images present before anything is created of them: with credentials, through mirrors, side by side, with progress.</summary>
public sealed class ImagePuller(IDockerImages images, RegistryAuth auth, ImmutableArray<RegistryMirror> mirrors)
{
    /// <summary>Pulls what is missing.</summary>
    /// <exception cref="PlatformException">An image can be had neither from a mirror nor from its registry; every answer is in the message.</exception>
    public async Task EnsureAsync(IReadOnlyCollection<string> wanted, IStep step, CancellationToken cancellation)
    {
        var progress = new ConcurrentDictionary<string, PullProgress>(StringComparer.Ordinal);
        var present = 0;
        await Failures.FirstAsync([.. wanted.Select(async image =>
        {
            if (await images.HasAsync(image, cancellation))
            {
                Interlocked.Increment(ref present);
                return;
            }

            await PullAsync(image, progress.GetOrAdd(image, _ => new PullProgress()), Show, cancellation);
        })]);
        step.Note(progress.IsEmpty ? $"{present} present" : $"{progress.Count} pulled ({string.Join("; ", progress.Select(p => $"{Short(p.Key)} {p.Value}"))}), {present} present");

        void Show() => step.Update(string.Join("; ", progress.Select(p => $"{Short(p.Key)} {p.Value}")));
    }

    private async Task PullAsync(string image, PullProgress progress, Action show, CancellationToken cancellation)
    {
        var said = new List<PlatformException>();
        foreach (var source in mirrors.Select(m => m.NameOf(image)).OfType<string>().Append(image).Distinct(StringComparer.Ordinal))
        {
            try
            {
                var credentials = await auth.FindAsync(ImageName.Registry(source).Registry, cancellation);
                await images.PullAsync(source, credentials, layer =>
                {
                    progress.Add(layer);
                    show();
                }, cancellation);
                if (source != image)
                    await images.TagAsync(source, image, cancellation);
                return;
            }
            catch (PlatformException error)
            {
                said.Add(error);
            }
        }

        throw said.Count == 1 ? said[0] : new PlatformException($"The image \"{image}\" cannot be had: {string.Join(" ", said.Select(s => s.What))}", said[^1].Fix);
    }

    private static string Short(string image) => image[(image.LastIndexOf('/') + 1)..];
}
