using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Clusters;

/// <summary>Chooses where the platform runs.</summary>
public static class ProviderSelector
{
    /// <summary>The provider of that name, or with <c>auto</c> the first that can work, with the reason for the choice.</summary>
    /// <exception cref="PlatformException">There is no such provider, or none can work.</exception>
    public static async Task<(IClusterProvider Provider, string Reason)> SelectAsync(string wanted, IReadOnlyList<IClusterProvider> providers, CancellationToken cancellation)
    {
        if (wanted != "auto")
        {
            var named = providers.FirstOrDefault(p => p.Name == wanted)
                ?? throw new PlatformException($"There is no provider \"{wanted}\".", NearestName.Hint(wanted, ["auto", .. providers.Select(p => p.Name)]));
            return (named, "chosen by --provider");
        }

        // A cluster stays where it is, also when another provider could work by now.
        if (providers.FirstOrDefault(p => p.Exists) is { } home)
            return (home, "the cluster is there already");
        var refusals = new List<string>();
        foreach (var provider in providers)
        {
            var why = await provider.WhyNotAsync(cancellation);
            if (why is null)
                return (provider, refusals.Count == 0 ? "the first that can work" : string.Join("; ", refusals));
            refusals.Add($"{provider.Name} cannot work: {why}");
        }

        throw new PlatformException($"No provider can work here: {string.Join("; ", refusals)}.", "Meet the needs of one of them.");
    }
}
