using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;
using static TalosPlatform.Cost.Prices.PriceFields;

namespace TalosPlatform.Cost.Prices;

/// <summary>Reads a price file strictly: an unknown key, a price without a source or a negative price is an error with its line.</summary>
public static class PriceFileReader
{
    private static readonly string[] Providers = ["aws", "gcp", "azure", "custom"];
    private static readonly string[] Reservations = ["eks", "gke", "aks", "none"];
    private static readonly string[] Units =
        ["hour", "vCPU-hour", "GB-hour", "GiB-hour", "GB", "GB-month", "IOPS-month", "MBps-month", "disk-month", "LCU-hour", "month"];

    /// <summary>Reads a file from disk.</summary>
    /// <exception cref="PlatformException">It cannot be read or is not valid; every mistake is listed with its line.</exception>
    public static PriceBook Load(string path, string? name = null) => Read(YamlFile.Load(path, name));

    /// <summary>Reads YAML from text.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static PriceBook Parse(string text, string name) => Read(YamlFile.Parse(text, name));

    private static PriceBook Read(YamlFile file)
    {
        if (file.Root is not { } root)
        {
            if (file.Findings.Count == 0)
                file.Report(1, 1, "", "empty", "the file is empty: it must hold prices");
            file.ThrowIfInvalid();
            throw new PlatformException($"\"{file.Name}\" holds no prices.");
        }

        if (root.Integer("schema") is not 1)
            root.Report("schema", "schema", "\"schema\" must be 1");
        var provider = Required(root, "provider", Providers);
        var region = root.RequiredText("region");
        var currency = root.RequiredText("currency");
        if (currency.Length > 0 && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            root.Report("currency", "invalid-value", $"\"{currency}\" is no ISO 4217 code such as USD or EUR");
        var reservation = Required(root, "reservation", Reservations);
        var sources = Unique(root, "sources", ReadSource, s => s.Id);
        var known = sources.ToImmutableDictionary(s => s.Id, StringComparer.Ordinal);
        var nodes = Unique(root, "nodes", m => ReadNode(m, known), n => n.Type);
        var rates = Unique(root, "rates", m => ReadRate(m, known), r => r.Name);
        ImmutableArray<SustainedUse> sustained = [.. root.Mappings("sustainedUse").Select(m => ReadSustainedUse(m, known)).OfType<SustainedUse>()];
        if (nodes.IsEmpty && rates.IsEmpty)
            root.Report("nodes", "missing-key", "there must be at least one entry in \"nodes\" or \"rates\"");
        root.RejectUnknownKeys();
        file.ThrowIfInvalid();
        return new PriceBook(provider, region, currency, reservation, nodes, rates, sustained, sources);
    }

    private static ImmutableArray<T> Unique<T>(YamlMapping root, string key, Func<YamlMapping, T?> read, Func<T, string> name) where T : class
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<T>();
        foreach (var map in root.Mappings(key))
        {
            var item = read(map);
            map.RejectUnknownKeys();
            if (item is null)
                continue;
            if (seen.Add(name(item)))
                result.Add(item);
            else
                map.Report(map.Keys.First(), "duplicate", $"\"{name(item)}\" is listed twice: keep one");
        }

        return result.ToImmutable();
    }

    private static PriceSource? ReadSource(YamlMapping map)
    {
        var (id, name, url) = (map.RequiredText("id"), map.RequiredText("name"), map.RequiredText("url"));
        var text = map.RequiredText("asOf");
        if (text.Length == 0)
            return null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asOf))
        {
            map.Report("asOf", "invalid-value", $"\"{text}\" is no date such as 2026-06-01");
            return null;
        }

        return new PriceSource(id, name, url, asOf);
    }

    private static NodePrice? ReadNode(YamlMapping map, ImmutableDictionary<string, PriceSource> sources)
    {
        var (type, family) = (map.RequiredText("type"), map.RequiredText("family"));
        var vcpu = Positive(map, "vcpu");
        var memory = Positive(map, "memoryGiB");
        var pods = map.Integer("maxPods") ?? 110;
        if (pods < 1)
            map.Report("maxPods", "invalid-value", "\"maxPods\" must be at least 1");
        var hourly = Positive(map, "hourly");
        var source = Source(map, sources);
        var spot = Spot(map);
        var reserved = map.Mappings("reserved").Select(m => ReadReserved(m, sources)).OfType<ReservedPrice>().ToImmutableArray();
        var node = new NodePrice(type, family, vcpu ?? 1, memory ?? 1, pods, hourly ?? 0, source ?? Nowhere)
        {
            Architecture = map.Choice("architecture", ["amd64", "arm64"]) ?? "amd64",
            Burstable = map.Boolean("burstable") ?? false,
            Gpus = map.Integer("gpus") ?? 0,
            BilledVcpu = map.Has("billedVcpu") ? Positive(map, "billedVcpu") : null,
            Spot = spot,
            SpotSource = map.Has("spotSource") ? Source(map, sources, "spotSource") : null,
            Reserved = reserved,
            AllocatableCpu = map.Has("allocatableCpu") ? Positive(map, "allocatableCpu") : null,
            AllocatableMemoryGiB = map.Has("allocatableMemoryGiB") ? Positive(map, "allocatableMemoryGiB") : null,
        };
        return type.Length == 0 ? null : node;
    }

    private static (decimal, decimal)? Spot(YamlMapping map)
    {
        var spot = map.Decimals("spotHourly");
        switch (spot.Count)
        {
            case 0 when !map.Has("spotHourly"):
                return null;
            case 2 when spot[0] > 0 && spot[0] <= spot[1]:
                return (spot[0], spot[1]);
            default:
                map.Report("spotHourly", "invalid-value", "\"spotHourly\" must be two prices, the lowest and the highest over the zones");
                return null;
        }
    }

    private static ReservedPrice? ReadReserved(YamlMapping map, ImmutableDictionary<string, PriceSource> sources)
    {
        var term = Required(map, "term", ["1y", "3y"]);
        var price = new ReservedPrice(term, NotNegative(map, "hourly") ?? 0, map.Has("upfront") ? NotNegative(map, "upfront") ?? 0 : 0)
        {
            Source = map.Has("source") ? Source(map, sources) : null,
        };
        if (price is { Hourly: 0, Upfront: 0 })
            map.Report("hourly", "invalid-value", "a reserved price must have \"hourly\" or \"upfront\" above 0");
        map.RejectUnknownKeys();
        return price;
    }

    private static Rate? ReadRate(YamlMapping map, ImmutableDictionary<string, PriceSource> sources)
    {
        var (name, service) = (map.RequiredText("name"), map.RequiredText("service"));
        var unit = Required(map, "unit", Units);
        var source = Source(map, sources);
        if (map.Has("price") == map.Has("tiers"))
            map.Report("price", "missing-key", $"\"{name}\" needs either \"price\" or \"tiers\"");
        ImmutableArray<RateTier> tiers = map.Has("tiers") ? ReadTiers(map) : [new RateTier(null, map.Has("price") ? NotNegative(map, "price") ?? 0 : 0)];
        return name.Length == 0 || tiers.IsEmpty ? null : new Rate(name, service, unit, tiers, source ?? Nowhere);
    }

    private static ImmutableArray<RateTier> ReadTiers(YamlMapping map)
    {
        var tiers = ImmutableArray.CreateBuilder<RateTier>();
        foreach (var tier in map.Mappings("tiers"))
        {
            tiers.Add(new RateTier(tier.Has("upTo") ? Positive(tier, "upTo") : null, NotNegative(tier, "price") ?? 0));
            tier.RejectUnknownKeys();
        }

        var bounds = tiers.Select(t => t.UpTo ?? decimal.MaxValue).ToList();
        if (tiers.Count == 0 || tiers[^1].UpTo is not null || bounds.Zip(bounds.Skip(1)).Any(pair => pair.First >= pair.Second))
            map.Report("tiers", "invalid-value", "\"tiers\" must rise in \"upTo\" and end with one tier without it");
        return tiers.ToImmutable();
    }

    private static SustainedUse? ReadSustainedUse(YamlMapping map, ImmutableDictionary<string, PriceSource> sources)
    {
        var families = map.Texts("families");
        var quarters = map.Decimals("quarters");
        if (families.Count == 0)
            map.Report("families", "missing-key", "\"families\" is required");
        if (quarters.Count != 4 || quarters.Any(q => q is <= 0 or > 1))
            map.Report("quarters", "invalid-value", "\"quarters\" must be four shares above 0 and at most 1");
        var full = Positive(map, "fullMonth");
        var source = Source(map, sources);
        map.RejectUnknownKeys();
        return new SustainedUse([.. families], [.. quarters], full ?? 1, source ?? Nowhere);
    }
}
