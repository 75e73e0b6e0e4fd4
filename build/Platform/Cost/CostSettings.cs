using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Cost;

/// <summary>What the estimate is for: where, on what, and how it is paid.</summary>
public sealed record CostSettings
{
    /// <summary>Valid providers.</summary>
    public static readonly ImmutableArray<string> Providers = ["aws", "gcp", "azure", "custom"];

    /// <summary>Valid schemes: whole nodes, or what AWS Fargate and GKE Autopilot charge for each pod.</summary>
    public static readonly ImmutableArray<string> Schemes = ["nodes", "fargate", "autopilot"];

    /// <summary>Valid ways to pay for nodes.</summary>
    public static readonly ImmutableArray<string> Purchases = ["on-demand", "spot", "reserved-1y", "reserved-3y"];

    /// <summary>Valid control planes: the usual fee, AKS' free tier, EKS' extended support, or none of ours to pay.</summary>
    public static readonly ImmutableArray<string> ControlPlanes = ["standard", "free", "extended", "none"];

    /// <summary>One of <see cref="Providers"/>.</summary>
    public string Provider { get; init; } = "aws";

    /// <summary>Region; empty takes that of the provider's main price file.</summary>
    public string Region { get; init; } = "";

    /// <summary>ISO 4217 code; empty takes that of the price file.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Units of <see cref="Currency"/> for one unit of the price file's currency; needed when they differ.</summary>
    public decimal? ExchangeRate { get; init; }

    /// <summary>Price file to use instead of the repository's; needed for <c>custom</c>.</summary>
    public string? PriceFile { get; init; }

    /// <summary>One of <see cref="Schemes"/>.</summary>
    public string Scheme { get; init; } = "nodes";

    /// <summary>Machine type, or <c>auto</c> for the cheapest that holds everything.</summary>
    public string NodeType { get; init; } = "auto";

    /// <summary>Number of nodes; null takes as many as are needed.</summary>
    public int? Nodes { get; init; }

    /// <summary>Architecture of the images, for the choice of a machine type: <c>amd64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>One of <see cref="Purchases"/>.</summary>
    public string Purchase { get; init; } = "on-demand";

    /// <summary>One of <see cref="ControlPlanes"/>.</summary>
    public string ControlPlane { get; init; } = "standard";

    /// <summary>Hours of a month the cluster runs.</summary>
    public decimal HoursPerMonth { get; init; } = Units.HoursPerMonth;

    /// <summary>Volumes.</summary>
    public ImmutableArray<StorageVolume> Storage { get; init; } = [];

    /// <summary>Traffic to the internet, GB a month.</summary>
    public decimal EgressGB { get; init; }

    /// <summary>Other things to pay for: the name of a rate and its quantity a month, such as 730 hours of <c>nat-gateway</c>.</summary>
    public ImmutableArray<RateUsage> Extras { get; init; } = [];

    /// <summary>Monthly budget; null for none.</summary>
    public decimal? BudgetMonthly { get; init; }

    /// <summary>Requests a second each service has to serve in production, for the projection.</summary>
    public ImmutableSortedDictionary<string, decimal> TargetRps { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>Whether to advise on requests after a run too short to know: fewer than 100 points or under 3 hours.</summary>
    public bool AdviseOnShortRuns { get; init; }

    /// <summary>File the settings are of, for findings; relative to the workspace.</summary>
    public string File { get; init; } = ".talos-dev/config.yaml";

    /// <summary>Refuses values and combinations that have no meaning.</summary>
    /// <exception cref="PlatformException">Names the value and what is valid.</exception>
    public void Validate()
    {
        Choice("cost.provider", Provider, Providers);
        Choice("cost.scheme", Scheme, Schemes);
        Choice("cost.purchase", Purchase, Purchases);
        Choice("cost.controlPlane", ControlPlane, ControlPlanes);
        Choice("cost.architecture", Architecture, ["amd64", "arm64"]);
        Require(Scheme != "fargate" || Provider == "aws", $"The scheme \"fargate\" is one of aws, not of \"{Provider}\".", "Set cost.provider to aws or cost.scheme to nodes.");
        Require(Scheme != "autopilot" || Provider == "gcp", $"The scheme \"autopilot\" is one of gcp, not of \"{Provider}\".", "Set cost.provider to gcp or cost.scheme to nodes.");
        Require(Provider != "custom" || !string.IsNullOrEmpty(PriceFile), "The provider \"custom\" has no prices of its own.", "Set cost.priceFile to a file in the format of stack/prices/*.yaml.");
        Require(Nodes is null or (> 0 and <= 100_000), $"\"{Nodes}\" is no number of nodes.", "Set cost.nodes to 1 or more, or leave it out.");
        Require(Nodes is null || NodeType != "auto", $"{Nodes} nodes of a type that is not known cannot be priced.", "Set cost.nodeType beside cost.nodes.");
        Require(HoursPerMonth is > 0 and <= 744, $"\"{HoursPerMonth}\" is no number of hours of a month.", "Set cost.hoursPerMonth between 1 and 744; a whole month is 730.");
        Require(EgressGB >= 0, $"\"{EgressGB}\" GB of traffic cannot be priced.", "Set cost.egressGB to 0 or more.");
        Require(BudgetMonthly is null or >= 0, $"\"{BudgetMonthly}\" is no budget.", "Set cost.budgetMonthly to 0 or more, or leave it out.");
        Require(ExchangeRate is null or > 0, $"\"{ExchangeRate}\" is no exchange rate.", "Set cost.exchangeRate to a number above 0.");
        foreach (var volume in Storage)
            Require(volume is { Count: > 0, SizeGB: >= 0, Iops: null or >= 0, ThroughputMBps: null or >= 0 }, $"The storage \"{volume.Class}\" has a negative size or count.", "Correct cost.storage.");
        foreach (var extra in Extras)
            Require(extra.Quantity >= 0, $"The quantity of \"{extra.Rate}\" is negative.", "Correct cost.extras.");
        foreach (var (service, rps) in TargetRps)
            Require(rps >= 0, $"\"{rps}\" requests a second of \"{service}\" cannot be priced.", "Correct cost.targetRps.");
    }

    private static void Choice(string key, string value, ImmutableArray<string> valid) =>
        Require(valid.Contains(value), $"\"{value}\" is not valid for {key}: {NearestName.Hint(value, valid)}", $"Set {key} to one of {string.Join(", ", valid)}.");

    private static void Require(bool valid, string what, string fix)
    {
        if (!valid)
            throw new PlatformException(what, fix);
    }
}

/// <summary>Volumes of one kind.</summary>
/// <param name="Class">Name of the rate, such as <c>gp3</c>, <c>pd-ssd</c>, <c>p10</c>.</param>
/// <param name="SizeGB">Size of each; not used for disks that are priced as a whole.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Iops">I/O operations a second of each, where they are priced; null for what is included.</param>
/// <param name="ThroughputMBps">MB a second of each, where they are priced; null for what is included.</param>
public sealed record StorageVolume(string Class, decimal SizeGB, int Count = 1, decimal? Iops = null, decimal? ThroughputMBps = null);

/// <summary>A quantity of something that has a rate, a month.</summary>
public sealed record RateUsage(string Rate, decimal Quantity);
