using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Prices.Refresh;

/// <summary>Google's catalog of prices (https://cloud.google.com/billing/docs/reference/rest/v1/services.skus/list). It has prices of a core
/// and of a GiB of each family; a machine type is the sum of its parts. Needs a key.</summary>
/// <param name="http">Client; its timeout is the deadline of each page.</param>
/// <param name="clock">Clock of the pauses between tries.</param>
/// <param name="key">API key; sent as a header, so that it appears in no address.</param>
/// <param name="root">Root of the service; null for the public one.</param>
public sealed class GcpPriceApi(HttpClient http, TimeProvider clock, string key, Uri? root = null) : IPriceApi
{
    private const int MostPages = 500;
    private readonly Uri _root = root ?? new Uri("https://cloudbilling.googleapis.com/");

    /// <inheritdoc/>
    public (string Id, string Name, string Url) Source => ("catalog", "Google Cloud Billing Catalog of Compute Engine", "https://cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus");

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, FetchedPrice>> FetchAsync(ImmutableArray<NodePrice> nodes, string region, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(key))
            throw new PlatformException("Google's price catalog needs an API key.", "Create one for the Cloud Billing API and set it as GCP_API_KEY.");
        var parts = new Dictionary<(string Family, bool Memory, bool Spot), decimal>();
        var headers = new Dictionary<string, string> { ["X-Goog-Api-Key"] = key };
        var token = "";
        var pages = 0;
        do
        {
            if (pages++ == MostPages)
                throw new PlatformException($"\"{_root}\" answered more than {MostPages} pages.", "Try again later.");
            var page = new Uri(_root, "v1/services/6F81-5844-456A/skus?pageSize=5000" + (token.Length > 0 ? "&pageToken=" + Uri.EscapeDataString(token) : ""));
            token = await new PriceHttp(http, clock).GetAsync(page, headers, body => ReadPageAsync(body, region, parts, cancellation), cancellation);
        }
        while (token.Length > 0);

        return nodes.Select(n => (n.Type, Price: Compose(n, parts))).Where(n => n.Price is not null).ToImmutableDictionary(n => n.Type, n => n.Price!, StringComparer.Ordinal);
    }

    private static FetchedPrice? Compose(NodePrice node, Dictionary<(string, bool, bool), decimal> parts)
    {
        decimal? Sum(bool spot) => parts.TryGetValue((node.Family, false, spot), out var core) && parts.TryGetValue((node.Family, true, spot), out var memory)
            ? Units.Trim(Math.Round((node.BilledVcpu ?? node.Vcpu) * core + node.MemoryGiB * memory, 8))
            : null;
        return Sum(spot: false) is { } hourly ? new FetchedPrice(hourly) { Spot = Sum(spot: true) } : null;
    }

    private static async Task<string> ReadPageAsync(Stream body, string region, Dictionary<(string, bool, bool), decimal> parts, CancellationToken cancellation)
    {
        using var page = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        if (page.RootElement.TryGetProperty("skus", out var skus))
        {
            foreach (var sku in skus.EnumerateArray())
            {
                var usage = sku.GetProperty("category").GetProperty("usageType").GetString();
                if (usage is "OnDemand" or "Preemptible" && sku.GetProperty("serviceRegions").EnumerateArray().Any(r => r.GetString() == region) && Part(sku.GetProperty("description").GetString()!) is { } part)
                    parts[(part.Family, part.Memory, usage == "Preemptible")] = UnitPrice(sku);
            }
        }

        return page.RootElement.TryGetProperty("nextPageToken", out var next) ? next.GetString() ?? "" : "";
    }

    // "N2 Instance Core running in Americas", "N1 Predefined Instance Ram running in …", "Spot Preemptible E2 Instance Core running in …":
    // what has other words, such as custom types and sole tenancy, has other prices.
    private static (string Family, bool Memory)? Part(string description)
    {
        const string spot = "Spot Preemptible ";
        var text = description.StartsWith(spot, StringComparison.Ordinal) ? description[spot.Length..] : description;
        return text.Split(' ') switch
        {
            [var family, "Instance", ("Core" or "Ram") and var what, "running", ..] => (Lower(family), what == "Ram"),
            [var family, "Predefined", "Instance", ("Core" or "Ram") and var what, "running", ..] => (Lower(family), what == "Ram"),
            _ => null,
        };
    }

    private static string Lower(string family) => string.Create(family.Length, family, static (span, text) => text.AsSpan().ToLowerInvariant(span));

    private static decimal UnitPrice(JsonElement sku)
    {
        var pricing = sku.GetProperty("pricingInfo").EnumerateArray().Last();
        var price = pricing.GetProperty("pricingExpression").GetProperty("tieredRates").EnumerateArray().Last().GetProperty("unitPrice");
        var units = price.TryGetProperty("units", out var text) ? decimal.Parse(text.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return units + price.GetProperty("nanos").GetInt64() * 1e-9m;
    }
}
