using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Cost.Prices;

/// <summary>Prices of one provider in one region and currency.</summary>
/// <param name="Provider"><c>aws</c>, <c>gcp</c>, <c>azure</c> or <c>custom</c>.</param>
/// <param name="Region">The cloud's name of the region.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Reservation">Rule by which nodes keep resources for themselves: <c>eks</c>, <c>gke</c>, <c>aks</c> or <c>none</c>.</param>
/// <param name="Nodes">Machine types by name, in the order of the file.</param>
/// <param name="Rates">Other prices by name, in the order of the file.</param>
/// <param name="SustainedUse">Discounts for running through the month.</param>
/// <param name="Sources">Sources in the order of the file.</param>
public sealed record PriceBook(
    string Provider,
    string Region,
    string Currency,
    string Reservation,
    ImmutableArray<NodePrice> Nodes,
    ImmutableArray<Rate> Rates,
    ImmutableArray<SustainedUse> SustainedUse,
    ImmutableArray<PriceSource> Sources)
{
    private readonly ImmutableDictionary<string, Rate> _rates = Rates.ToImmutableDictionary(r => r.Name, StringComparer.Ordinal);

    /// <summary>A rate by name, or null: the caller lists the gap.</summary>
    public Rate? Rate(string name) => _rates.GetValueOrDefault(name);

    /// <summary>A machine type by name.</summary>
    /// <exception cref="PlatformException">There is no price for it; the message names the nearest that has one.</exception>
    public NodePrice Node(string type) => Nodes.FirstOrDefault(n => n.Type == type)
        ?? throw new PlatformException(
            $"There is no price for the node type \"{type}\" of {Provider} in {Region}: {NearestName.Hint(type, [.. Nodes.Select(n => n.Type)])}",
            "Name a type the price file has, leave it at \"auto\", or add the type to a price file of your own.");

    /// <summary>The discount for running through the month that applies to a machine type, or null.</summary>
    public SustainedUse? SustainedUseOf(NodePrice node) => SustainedUse.FirstOrDefault(s => s.Families.Contains(node.Family));

    /// <summary>The same prices in another currency.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="rate">Units of that currency for one of this.</param>
    public PriceBook Convert(string currency, decimal rate) => currency == Currency ? this : new PriceBook(
        Provider, Region, currency, Reservation,
        [.. Nodes.Select(n => n with
        {
            Hourly = n.Hourly * rate,
            Spot = n.Spot is { } spot ? (spot.Low * rate, spot.High * rate) : null,
            Reserved = [.. n.Reserved.Select(r => r with { Hourly = r.Hourly * rate, Upfront = r.Upfront * rate })],
        })],
        [.. Rates.Select(r => r with { Tiers = [.. r.Tiers.Select(t => t with { Price = t.Price * rate })] })],
        SustainedUse,
        Sources);
}
