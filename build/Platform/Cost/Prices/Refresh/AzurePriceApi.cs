using System.Collections.Immutable;
using System.Text.Json;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Prices.Refresh;

/// <summary>Azure's retail prices (https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices), page by page. Needs no account.</summary>
/// <param name="http">Client; its timeout is the deadline of each page.</param>
/// <param name="clock">Clock of the pauses between tries.</param>
/// <param name="root">Root of the service; null for the public one.</param>
public sealed class AzurePriceApi(HttpClient http, TimeProvider clock, Uri? root = null) : IPriceApi
{
    private const int MostPages = 500;
    private const int TypesAtOnce = 10;
    private readonly Uri _root = root ?? new Uri("https://prices.azure.com/");

    /// <inheritdoc/>
    public (string Id, string Name, string Url) Source => ("retail-prices", "Azure retail prices (Linux)", "https://prices.azure.com/api/retail/prices");

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, FetchedPrice>> FetchAsync(ImmutableArray<NodePrice> nodes, string region, CancellationToken cancellation)
    {
        var items = new List<Item>();
        foreach (var types in nodes.Select(n => n.Type).Chunk(TypesAtOnce))
        {
            var filter = $"serviceName eq 'Virtual Machines' and armRegionName eq '{Literal(region)}' and ({string.Join(" or ", types.Select(t => $"armSkuName eq '{Literal(t)}'"))})";
            Uri? page = new Uri(_root, $"api/retail/prices?api-version=2023-01-01-preview&currencyCode='USD'&$filter={Uri.EscapeDataString(filter)}");
            for (var pages = 0; page is not null; pages++)
            {
                if (pages == MostPages)
                    throw new PlatformException($"\"{_root}\" answered more than {MostPages} pages.", "Try again later.");
                page = await new PriceHttp(http, clock).GetAsync(page, ImmutableDictionary<string, string>.Empty, body => ReadPageAsync(body, items, cancellation), cancellation);
            }
        }

        return Prices(items);
    }

    /// <summary>The prices among the items of the pages.</summary>
    /// <exception cref="PlatformException">A type has two different prices on demand.</exception>
    private static ImmutableDictionary<string, FetchedPrice> Prices(List<Item> items)
    {
        var linux = items.Where(i => !i.Product.Contains("Windows", StringComparison.OrdinalIgnoreCase) && !i.Sku.Contains("Low Priority", StringComparison.OrdinalIgnoreCase) && i.Price > 0);
        return linux.GroupBy(i => i.Type, StringComparer.Ordinal).Select(g => (Type: g.Key, Price: OfType(g.Key, [.. g]))).Where(p => p.Price is not null)
            .ToImmutableDictionary(p => p.Type, p => p.Price!, StringComparer.Ordinal);
    }

    private static FetchedPrice? OfType(string type, List<Item> items)
    {
        static bool Spot(Item item) => item.Sku.Contains("Spot", StringComparison.OrdinalIgnoreCase);
        var onDemand = items.Where(i => i.Kind == "Consumption" && !Spot(i)).Select(i => i.Price).Distinct().ToList();
        return onDemand.Count switch
        {
            0 => null,
            1 => new FetchedPrice(onDemand[0])
            {
                Spot = items.Where(i => i.Kind == "Consumption" && Spot(i)).Select(i => (decimal?)i.Price).Max(),
                // The price of a reservation is that of its whole term.
                Reserved = [.. items.Where(i => i.Kind == "Reservation").Select(i => (Term: i.Term switch { "1 Year" => "1y", "3 Years" => "3y", _ => "" }, i.Price))
                    .Where(r => r.Term.Length > 0).OrderBy(r => r.Term, StringComparer.Ordinal).DistinctBy(r => r.Term).Select(r => new ReservedPrice(r.Term, 0, r.Price))],
            },
            _ => throw new PlatformException($"The list has {onDemand.Count} prices for \"{type}\": {string.Join(", ", onDemand)}.", "Compare them with the price page and correct the price file by hand."),
        };
    }

    private async Task<Uri?> ReadPageAsync(Stream body, List<Item> items, CancellationToken cancellation)
    {
        using var page = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        foreach (var item in page.RootElement.GetProperty("Items").EnumerateArray())
        {
            string Text(string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            if (Text("currencyCode") == "USD" && Text("unitOfMeasure") == "1 Hour" && !(item.TryGetProperty("isPrimaryMeterRegion", out var primary) && primary.ValueKind == JsonValueKind.False))
                items.Add(new Item(Text("armSkuName"), Text("productName"), Text("skuName"), Text("type"), Text("reservationTerm"), Units.Trim(item.GetProperty("retailPrice").GetDecimal())));
        }

        var next = page.RootElement.TryGetProperty("NextPageLink", out var link) && link.ValueKind == JsonValueKind.String ? link.GetString() : null;
        if (string.IsNullOrEmpty(next))
            return null;
        // An answer must not send us to another host.
        return Uri.TryCreate(_root, next, out var address) && address.Host == _root.Host && address.Scheme == _root.Scheme && address.Port == _root.Port
            ? address
            : throw new PlatformException($"\"{_root}\" refers to another server for its next page: \"{next}\".", "Try again later.");
    }

    private static string Literal(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private sealed record Item(string Type, string Product, string Sku, string Kind, string Term, decimal Price);
}
