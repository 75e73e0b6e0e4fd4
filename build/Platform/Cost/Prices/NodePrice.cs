using System.Collections.Immutable;

namespace TalosPlatform.Cost.Prices;

/// <summary>A machine type a cluster's nodes can be of, with its prices an hour in the currency of its <see cref="PriceBook"/>.</summary>
/// <param name="Type">The cloud's name of it, such as <c>m5.large</c>.</param>
/// <param name="Family">Types whose price for each virtual CPU is the same, such as <c>m5</c>.</param>
/// <param name="Vcpu">Virtual CPUs the operating system sees.</param>
/// <param name="MemoryGiB">Memory, GiB.</param>
/// <param name="MaxPods">Pods the cloud's network plugin lets the node run.</param>
/// <param name="Hourly">On-demand price of an hour.</param>
/// <param name="Source">Where the prices come from.</param>
public sealed record NodePrice(string Type, string Family, decimal Vcpu, decimal MemoryGiB, int MaxPods, decimal Hourly, PriceSource Source)
{
    /// <summary><c>amd64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>Whether sustained CPU above a baseline is throttled or costs extra.</summary>
    public bool Burstable { get; init; }

    /// <summary>Graphics processors; such nodes are only taken when they are named.</summary>
    public int Gpus { get; init; }

    /// <summary>Virtual CPUs that are charged for, where a shared-core type charges for fewer than it shows.</summary>
    public decimal? BilledVcpu { get; init; }

    /// <summary>Spot price of an hour, from the cheapest to the dearest zone; null when unknown.</summary>
    public (decimal Low, decimal High)? Spot { get; init; }

    /// <summary>Where the spot price comes from; null where it is <see cref="Source"/>.</summary>
    public PriceSource? SpotSource { get; init; }

    /// <summary>Reserved prices by term.</summary>
    public ImmutableArray<ReservedPrice> Reserved { get; init; } = [];

    /// <summary>CPU for pods, where the file gives it instead of leaving it to the reservation rule.</summary>
    public decimal? AllocatableCpu { get; init; }

    /// <summary>Memory for pods in GiB, where the file gives it instead of leaving it to the reservation rule.</summary>
    public decimal? AllocatableMemoryGiB { get; init; }

    /// <summary>On-demand price of an hour for each virtual CPU charged for.</summary>
    public decimal HourlyPerVcpu => Hourly / (BilledVcpu ?? Vcpu);
}

/// <summary>A price for a commitment.</summary>
/// <param name="Term"><c>1y</c> or <c>3y</c>.</param>
/// <param name="Hourly">What every hour costs on top of the amount up front.</param>
/// <param name="Upfront">What is paid once at the start.</param>
public sealed record ReservedPrice(string Term, decimal Hourly, decimal Upfront)
{
    /// <summary>Where it comes from; null where it is the source of the node.</summary>
    public PriceSource? Source { get; init; }

    private const decimal HoursPerYear = 8760;

    /// <summary>Price of an hour with the amount up front spread over the hours of the term.</summary>
    public decimal AmortisedHourly => Hourly + Upfront / (HoursPerYear * (Term == "3y" ? 3 : 1));
}
