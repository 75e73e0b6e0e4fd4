using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Cost.Prices.Refresh;

/// <summary>What a refresh did.</summary>
/// <param name="Path">The file written.</param>
/// <param name="Changed">Types whose price on demand changed, with the old and the new price.</param>
/// <param name="Missing">Types the list does not have; they keep their price and its date, or are left out of a new region's file.</param>
public sealed record PriceRefresh(string Path, ImmutableArray<(string Type, decimal Before, decimal After)> Changed, ImmutableArray<string> Missing);

/// <summary>Brings a price file up to date from the cloud's own list. The file is replaced in one step, and only by prices that are plausible.</summary>
/// <param name="catalog">The price files.</param>
/// <param name="clock">Gives the date of the prices.</param>
public sealed class PriceRefresher(PriceCatalog catalog, TimeProvider clock)
{
    /// <summary>Refreshes the prices of a provider's machine types.</summary>
    /// <param name="provider"><c>aws</c>, <c>gcp</c> or <c>azure</c>.</param>
    /// <param name="region">Region; empty for that of the main file. A region without a file gets one, with machine types alone.</param>
    /// <param name="api">The cloud's list.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PlatformException">The list cannot be read or is not plausible; the file stays as it was.</exception>
    public async Task<PriceRefresh> RefreshAsync(string provider, string region, IPriceApi api, CancellationToken cancellation)
    {
        var main = catalog.Load(provider);
        region = region.Length == 0 ? main.Region : region;
        if (!region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new PlatformException($"\"{region}\" is no name of a region.", "Use the cloud's own name, such as eu-west-1.");
        var path = region == main.Region ? catalog.MainFile(provider) : catalog.FileFor(provider, region);
        var lastGood = File.Exists(path) ? PriceCatalog.LoadFile(path) : null;
        var template = lastGood ?? main with { Region = region, Rates = [], Nodes = [.. main.Nodes.Select(n => n with { Spot = null, SpotSource = null, Reserved = [] })] };
        if (template.Currency != "USD")
            throw new PlatformException($"\"{path}\" is in {template.Currency}; the clouds' lists are read in USD.", "Keep the file in USD and set cost.currency with cost.exchangeRate.");

        ImmutableDictionary<string, FetchedPrice> fetched;
        try
        {
            fetched = await api.FetchAsync(template.Nodes, region, cancellation);
        }
        catch (PlatformException error)
        {
            throw new PlatformException($"The prices of {provider} in {region} were not refreshed: {error.What}", $"{error.Fix} \"{path}\" stays as it was.".Trim(), inner: error);
        }

        if (fetched.IsEmpty)
            throw new PlatformException($"The list of {provider} has no price for any known type in \"{region}\".", $"Check the region's name. \"{path}\" stays as it was.");
        var book = Merge(template, fetched, api, keepMissing: lastGood is not null);
        PriceGuard.ThrowIfImplausible(book, lastGood, path);
        var text = PriceFileWriter.Write(book);
        // What is written must be readable: a file nobody can load is worse than an old one.
        PriceFileReader.Parse(text, path);
        AtomicFile.WriteAllText(path, text);
        return new PriceRefresh(
            path,
            [.. template.Nodes.Where(n => fetched.TryGetValue(n.Type, out var f) && f.Hourly != n.Hourly).Select(n => (n.Type, n.Hourly, fetched[n.Type].Hourly))],
            [.. template.Nodes.Where(n => !fetched.ContainsKey(n.Type)).Select(n => n.Type)]);
    }

    private PriceBook Merge(PriceBook template, ImmutableDictionary<string, FetchedPrice> fetched, IPriceApi api, bool keepMissing)
    {
        var (id, name, url) = api.Source;
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        // The day is part of the name: prices that only an earlier refresh found keep that refresh's date.
        var source = new PriceSource($"{id}-{today:yyyy-MM-dd}", name, url, today);
        ImmutableArray<NodePrice> nodes =
        [
            .. template.Nodes.Where(n => keepMissing || fetched.ContainsKey(n.Type)).Select(n => fetched.TryGetValue(n.Type, out var price) ? Update(n, price, source) : n),
        ];
        var used = nodes.SelectMany(n => new[] { n.Source, n.SpotSource }.Concat(n.Reserved.Select(r => r.Source)))
            .Concat(template.Rates.Select(r => r.Source)).Concat(template.SustainedUse.Select(s => s.Source)).OfType<PriceSource>().Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<PriceSource> sources = [.. template.Sources.Where(s => s.Id != source.Id && used.Contains(s.Id)), source];
        return template with { Nodes = nodes, Sources = sources };
    }

    // What the list does not have keeps its old source, and with it its date.
    private static NodePrice Update(NodePrice node, FetchedPrice price, PriceSource source) => node with
    {
        Hourly = price.Hourly,
        Source = source,
        Spot = price.Spot is { } spot ? (spot, spot) : node.Spot,
        SpotSource = price.Spot is not null || node.Spot is null ? null : Old(node.SpotSource ?? node.Source, source),
        Reserved = price.Reserved.IsEmpty ? [.. node.Reserved.Select(r => r with { Source = Old(r.Source ?? node.Source, source) })] : price.Reserved,
    };

    private static PriceSource? Old(PriceSource old, PriceSource refreshed) => old.Id == refreshed.Id ? null : old;
}
