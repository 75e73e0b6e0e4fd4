using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Prices.Refresh;

/// <summary>AWS' bulk price list of EC2 (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html). A region's
/// file has hundreds of megabytes, so it is read as it arrives. Needs no account.</summary>
/// <param name="http">Client; give it a timeout of minutes.</param>
/// <param name="clock">Clock of the pauses between tries.</param>
/// <param name="root">Root of the service; null for the public one.</param>
public sealed class AwsPriceApi(HttpClient http, TimeProvider clock, Uri? root = null) : IPriceApi
{
    private readonly Uri _root = root ?? new Uri("https://pricing.us-east-1.amazonaws.com/");

    /// <inheritdoc/>
    public (string Id, string Name, string Url) Source => ("ec2-bulk", "AWS bulk price list of Amazon EC2 (Linux, shared tenancy)", "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEC2/current/");

    /// <inheritdoc/>
    public Task<ImmutableDictionary<string, FetchedPrice>> FetchAsync(ImmutableArray<NodePrice> nodes, string region, CancellationToken cancellation) =>
        new PriceHttp(http, clock).GetAsync(
            new Uri(_root, $"offers/v1.0/aws/AmazonEC2/current/{Uri.EscapeDataString(region)}/index.json"),
            ImmutableDictionary<string, string>.Empty,
            stream => ReadAsync(stream, [.. nodes.Select(n => n.Type)], cancellation),
            cancellation);

    /// <summary>Reads an offer file.</summary>
    /// <exception cref="JsonException">It is not JSON, or breaks off.</exception>
    public static async Task<ImmutableDictionary<string, FetchedPrice>> ReadAsync(Stream stream, ImmutableHashSet<string> types, CancellationToken cancellation)
    {
        var skus = new Dictionary<string, string>(StringComparer.Ordinal);
        var onDemand = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var reserved = new Dictionary<string, List<ReservedPrice>>(StringComparer.Ordinal);
        await JsonObjectStream.ReadAsync(stream, Decide, Take, cancellation);
        return onDemand.ToImmutableDictionary(
            p => p.Key,
            p => new FetchedPrice(p.Value) { Reserved = [.. reserved.GetValueOrDefault(p.Key, []).OrderBy(r => r.Term, StringComparer.Ordinal)] },
            StringComparer.Ordinal);

        JsonObjectStream.Step Decide(IReadOnlyList<string> path) => path switch
        {
            ["products"] or ["terms"] or ["terms", "OnDemand" or "Reserved"] => JsonObjectStream.Step.Enter,
            ["products", _] => JsonObjectStream.Step.Take,
            ["terms", _, var sku] when skus.ContainsKey(sku) => JsonObjectStream.Step.Take,
            _ => JsonObjectStream.Step.Skip,
        };

        void Take(IReadOnlyList<string> path, JsonElement value)
        {
            if (path[0] == "products")
            {
                if (Wanted(value) is { } type && types.Contains(type))
                    skus[path[1]] = type;
                return;
            }

            foreach (var offer in value.EnumerateObject())
                Offer(skus[path[2]], path[1], offer.Value);
        }

        void Offer(string type, string kind, JsonElement offer)
        {
            if (kind == "OnDemand" && Dimension(offer, "Hrs") is { } hourly and > 0)
                onDemand[type] = onDemand.TryGetValue(type, out var known) && known != hourly ? throw new PlatformException($"The list has two prices for \"{type}\": {known} and {hourly}.") : hourly;
            else if (kind == "Reserved" && Term(offer) is { } term && Dimension(offer, "Hrs") is { } perHour)
                (reserved.TryGetValue(type, out var list) ? list : reserved[type] = []).Add(new ReservedPrice(term, perHour, Dimension(offer, "Quantity") ?? 0));
        }
    }

    private static string? Wanted(JsonElement product)
    {
        if (!product.TryGetProperty("attributes", out var attributes))
            return null;
        string? Attribute(string name) => attributes.TryGetProperty(name, out var value) ? value.GetString() : null;
        return Attribute("operatingSystem") == "Linux" && Attribute("tenancy") == "Shared" && Attribute("capacitystatus") == "Used" && Attribute("preInstalledSw") == "NA"
            ? Attribute("instanceType")
            : null;
    }

    // The plain commitment: standard class, nothing up front.
    private static string? Term(JsonElement offer)
    {
        if (!offer.TryGetProperty("termAttributes", out var terms))
            return null;
        string? Attribute(string name) => terms.TryGetProperty(name, out var value) ? value.GetString() : null;
        return Attribute("OfferingClass") != "standard" || Attribute("PurchaseOption") != "No Upfront" ? null : Attribute("LeaseContractLength") switch { "1yr" => "1y", "3yr" => "3y", _ => null };
    }

    // The list pads prices with zeros; kept, they would make a refresh change every line.
    private static decimal? Dimension(JsonElement offer, string unit)
    {
        foreach (var dimension in offer.GetProperty("priceDimensions").EnumerateObject())
        {
            if (dimension.Value.GetProperty("unit").GetString() == unit && dimension.Value.GetProperty("pricePerUnit").TryGetProperty("USD", out var price))
                return Units.Trim(decimal.Parse(price.GetString()!, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
        }

        return null;
    }
}
