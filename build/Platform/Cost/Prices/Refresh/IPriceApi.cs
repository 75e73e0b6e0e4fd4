using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Prices.Refresh;

/// <summary>A cloud's own list of prices.</summary>
public interface IPriceApi
{
    /// <summary>What the fetched prices are to be called in the price file; the date is that of the fetch.</summary>
    (string Id, string Name, string Url) Source { get; }

    /// <summary>Fetches the prices of machine types in a region, US dollars.</summary>
    /// <param name="nodes">The types to look for.</param>
    /// <param name="region">The cloud's name of the region.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Prices by type; types the list does not have are absent.</returns>
    /// <exception cref="PlatformException">The list cannot be reached or is not what it should be.</exception>
    Task<ImmutableDictionary<string, FetchedPrice>> FetchAsync(ImmutableArray<NodePrice> nodes, string region, CancellationToken cancellation);
}

/// <summary>Prices of a machine type, US dollars an hour.</summary>
/// <param name="Hourly">On demand.</param>
public sealed record FetchedPrice(decimal Hourly)
{
    /// <summary>Spot; null when the list has none.</summary>
    public decimal? Spot { get; init; }

    /// <summary>Reserved prices, the shorter term first; empty when the list has none.</summary>
    public ImmutableArray<ReservedPrice> Reserved { get; init; } = [];
}
