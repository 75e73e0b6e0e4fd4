using System.Collections.Immutable;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>What overrides and transformations of a panel say about single fields.</summary>
internal static class FieldSettings
{
    public static bool HasUnitOverride(JsonNode? fieldConfig) => Overrides(fieldConfig).Any(o => Unit(o) is not null);

    public static bool Stacked(JsonNode? fieldConfig) => fieldConfig?["defaults"]?["custom"]?["stacking"]?.String("mode") is "normal" or "percent";

    /// <summary>Units by the name of the field they are for.</summary>
    public static ImmutableDictionary<string, string> Units(JsonNode? fieldConfig)
    {
        var units = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in Overrides(fieldConfig))
        {
            if (entry["matcher"] is { } matcher && matcher.String("id") == "byName" && matcher.String("options") is { } field && Unit(entry) is { } unit)
                units[field] = unit;
        }

        return units.ToImmutable();
    }

    /// <summary>New names by the old ones, from the "organize fields" transformation.</summary>
    public static ImmutableDictionary<string, string> Names(JsonNode? transformations)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var renamed in (transformations?.Items ?? []).SelectMany(t => (t["options"] ?? t["spec"]?["options"])?["renameByName"]?.Members ?? []))
        {
            if (renamed.Scalar is { Length: > 0 } name)
                names[renamed.Key!] = name;
        }

        return names.ToImmutable();
    }

    private static IEnumerable<JsonNode> Overrides(JsonNode? fieldConfig) => fieldConfig?["overrides"]?.Items ?? [];

    private static string? Unit(JsonNode entry) => entry["properties"]?.Items.FirstOrDefault(p => p.String("id") == "unit")?.String("value");
}
