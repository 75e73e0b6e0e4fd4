using System.Collections.Immutable;
using TalosPlatform.Cost;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Settings;

/// <summary>Reads the section <c>cost</c> of <c>.talos-dev/config.yaml</c>.</summary>
internal static class CostSettingsReader
{
    public static CostSettings Read(YamlMapping? map, string workspace)
    {
        var settings = new CostSettings();
        if (map is null)
            return settings;
        settings = settings with
        {
            Provider = map.Choice("provider", CostSettings.Providers) ?? settings.Provider,
            Region = map.Text("region") ?? settings.Region,
            Currency = map.Text("currency") ?? settings.Currency,
            ExchangeRate = map.Decimal("exchangeRate"),
            PriceFile = map.Text("priceFile") is { } prices ? Path.Combine(workspace, prices) : null,
            Scheme = map.Choice("scheme", CostSettings.Schemes) ?? settings.Scheme,
            NodeType = map.Text("nodeType") ?? settings.NodeType,
            Nodes = map.Integer("nodes"),
            Architecture = map.Choice("architecture", ["amd64", "arm64"]) ?? settings.Architecture,
            Purchase = map.Choice("purchase", CostSettings.Purchases) ?? settings.Purchase,
            ControlPlane = map.Choice("controlPlane", CostSettings.ControlPlanes) ?? settings.ControlPlane,
            HoursPerMonth = map.Decimal("hoursPerMonth") ?? settings.HoursPerMonth,
            Storage = [.. map.Mappings("storage").Select(Volume)],
            EgressGB = map.Decimal("egressGB") ?? settings.EgressGB,
            Extras = [.. map.Mappings("extras").Select(Extra)],
            BudgetMonthly = map.Decimal("budgetMonthly"),
            TargetRps = Targets(map.Mapping("targetRps")),
            AdviseOnShortRuns = map.Boolean("adviseOnShortRuns") ?? settings.AdviseOnShortRuns,
        };
        try
        {
            settings.Validate();
        }
        catch (PlatformException problem)
        {
            map.Report("scheme", "impossible", $"{problem.What} {problem.Fix}");
        }

        map.RejectUnknownKeys();
        return settings;
    }

    private static StorageVolume Volume(YamlMapping map)
    {
        var volume = new StorageVolume(map.RequiredText("class"), map.Decimal("sizeGB") ?? 0, map.Integer("count") ?? 1, map.Decimal("iops"), map.Decimal("throughputMBps"));
        map.RejectUnknownKeys();
        return volume;
    }

    private static RateUsage Extra(YamlMapping map)
    {
        var extra = new RateUsage(map.RequiredText("rate"), map.Decimal("quantity") ?? 0);
        map.RejectUnknownKeys();
        return extra;
    }

    private static ImmutableSortedDictionary<string, decimal> Targets(YamlMapping? map) =>
        map is null
            ? ImmutableSortedDictionary<string, decimal>.Empty
            : map.Keys.Select(service => (service, rps: map.Decimal(service))).Where(t => t.rps is not null).ToImmutableSortedDictionary(t => t.service, t => t.rps!.Value, StringComparer.Ordinal);
}
