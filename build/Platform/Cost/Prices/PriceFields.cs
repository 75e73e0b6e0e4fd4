using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared.Text;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Cost.Prices;

/// <summary>Fields of a price file that several of its entries have.</summary>
internal static class PriceFields
{
    // Stands in while reading goes on; a file that names no source is refused in the end.
    public static readonly PriceSource Nowhere = new("", "", "", DateOnly.MinValue);

    public static PriceSource? Source(YamlMapping map, ImmutableDictionary<string, PriceSource> sources, string key = "source")
    {
        var id = map.RequiredText(key);
        if (id.Length == 0)
            return null;
        if (!sources.TryGetValue(id, out var source))
            map.Report(key, "unknown-source", $"no source \"{id}\" is listed under \"sources\": {NearestName.Hint(id, [.. sources.Keys])}");
        return source;
    }

    public static string Required(YamlMapping map, string key, IReadOnlyCollection<string> choices)
    {
        if (!map.Has(key))
            map.Report(key, "missing-key", $"\"{key}\" is required, one of {string.Join(", ", choices)}");
        return map.Choice(key, choices) ?? "";
    }

    public static decimal? Positive(YamlMapping map, string key) => Checked(map, key, value => value > 0, "above 0");

    public static decimal? NotNegative(YamlMapping map, string key) => Checked(map, key, value => value >= 0, "0 or more");

    private static decimal? Checked(YamlMapping map, string key, Predicate<decimal> valid, string expected)
    {
        if (!map.Has(key))
            map.Report(key, "missing-key", $"\"{key}\" is required");
        var value = map.Decimal(key);
        if (value is { } number && !valid(number))
            map.Report(key, "invalid-value", $"\"{key}\" must be {expected}, not {number.ToString(CultureInfo.InvariantCulture)}");
        return value;
    }
}
