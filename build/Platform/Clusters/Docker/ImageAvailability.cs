using System.Collections.Immutable;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Whether an image is there or at least its registry answers, without pulling anything.</summary>
public sealed class ImageAvailability(IDockerImages images, HttpClient http, UnreachableHosts unreachable, ImmutableArray<RegistryMirror> mirrors)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    /// <summary>Why the image cannot be had; null when it is present or a registry that may have it answers.</summary>
    public async Task<string?> WhyNotAsync(string image, CancellationToken cancellation)
    {
        if (await images.HasAsync(image, cancellation))
            return null;
        var registry = ImageName.Registry(image).Registry;
        var sources = mirrors.Where(m => m.NameOf(image) is not null).Select(m => m.Url).Append(new Uri($"https://{(registry == ImageName.DockerHub ? "registry-1.docker.io" : registry)}")).ToList();
        var reasons = new List<string>();
        foreach (var source in sources)
        {
            if (await WhySilentAsync(source, cancellation) is not { } reason)
                return null;
            reasons.Add(reason);
        }

        return $"image \"{image}\" is not present and {string.Join(", ", reasons.Distinct(StringComparer.Ordinal))}";
    }

    // A registry that wants a login answers 401 here, which is an answer.
    private async Task<string?> WhySilentAsync(Uri registry, CancellationToken cancellation)
    {
        if (unreachable.Reason(registry.Host) is { } known)
            return known;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(AnswerWithin);
        try
        {
            using var response = await http.GetAsync(new Uri(registry, "/v2/"), HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return null;
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return unreachable.Remember(registry.Host, error.Message);
        }
    }
}
