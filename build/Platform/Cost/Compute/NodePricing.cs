using TalosPlatform.Cost.Prices;

namespace TalosPlatform.Cost.Compute;

/// <summary>The price of a node for a month, the way it is paid for.</summary>
/// <param name="Monthly">Price of the hours it runs.</param>
/// <param name="Note">How it is paid for, for the bill; empty for on-demand.</param>
/// <param name="Source">Where the price comes from.</param>
/// <param name="Gap">Why another price had to be taken; null when none had to.</param>
public sealed record NodePricing(Estimate Monthly, string Note, PriceSource Source, string? Gap)
{
    // Spot prices of one type differ between the zones of a region by up to 42%; where only one is known the range is that wide.
    private const decimal SpotSpread = 1.42m;

    /// <summary>CPU core-hours weigh this much more than GiB-hours in a node's price: OpenCost's default prices of GCP,
    /// 0.031611 USD a core-hour to 0.004237 USD a GiB-hour.</summary>
    public const decimal CpuToMemory = 0.031611m / 0.004237m;

    /// <summary>Splits a node's price into one for CPU (a core) and one for memory (a GiB).</summary>
    public static (decimal Core, decimal GiB) Split(decimal price, decimal vcpu, decimal memoryGiB)
    {
        var gibibyte = price / (vcpu * CpuToMemory + memoryGiB);
        return (gibibyte * CpuToMemory, gibibyte);
    }

    /// <summary>Prices a node.</summary>
    /// <param name="node">The machine type.</param>
    /// <param name="book">The prices it is of.</param>
    /// <param name="purchase">One of <see cref="CostSettings.Purchases"/>.</param>
    /// <param name="hours">Hours of the month it runs.</param>
    public static NodePricing Of(NodePrice node, PriceBook book, string purchase, decimal hours)
    {
        switch (purchase)
        {
            case "spot" when node.Spot is { } spot:
                var high = spot.High > spot.Low ? spot.High : spot.Low * SpotSpread;
                return new NodePricing(new Estimate(spot.Low, (spot.Low + high) / 2, high) * hours, "spot", node.SpotSource ?? node.Source, null);
            case "reserved-1y" or "reserved-3y" when node.Reserved.FirstOrDefault(r => purchase == "reserved-" + r.Term) is { } reserved:
                // A reservation is paid for every hour of the month, used or not.
                return new NodePricing(Estimate.Exactly(reserved.AmortisedHourly * Math.Max(hours, Units.HoursPerMonth)), $"reserved {reserved.Term}", reserved.Source ?? node.Source, null);
        }

        var gap = purchase == "on-demand" ? null : $"no {purchase} price of \"{node.Type}\" is known: the on-demand price is used";
        if (book.SustainedUseOf(node) is not { } discount)
            return new NodePricing(Estimate.Exactly(node.Hourly * hours), "", node.Source, gap);
        var month = Math.Min(1, hours / Units.HoursPerMonth);
        return new NodePricing(Estimate.Exactly(node.Hourly * Units.HoursPerMonth * discount.Charged(month)), "sustained use", node.Source, gap);
    }
}
