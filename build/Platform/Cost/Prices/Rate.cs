using System.Collections.Immutable;

namespace TalosPlatform.Cost.Prices;

/// <summary>A price of something other than a node: a unit price, or one that changes with the quantity.</summary>
/// <param name="Name">Name it is looked up by, such as <c>gp3</c> or <c>egress</c>.</param>
/// <param name="Service">The cloud's service that bills it.</param>
/// <param name="Unit">What one unit is: <c>hour</c>, <c>GB</c>, <c>GB-month</c>, <c>vCPU-hour</c>, …</param>
/// <param name="Tiers">Tiers in rising order; the last one is open.</param>
/// <param name="Source">Where the price comes from.</param>
public sealed record Rate(string Name, string Service, string Unit, ImmutableArray<RateTier> Tiers, PriceSource Source)
{
    /// <summary>Price of the first unit.</summary>
    public decimal Price => Tiers[0].Price;

    /// <summary>Price of a quantity: each tier charges for the part of the quantity that lies in it.</summary>
    public decimal For(decimal quantity)
    {
        var total = 0m;
        var floor = 0m;
        foreach (var tier in Tiers)
        {
            if (quantity <= floor)
                break;
            var ceiling = tier.UpTo is { } upTo ? Math.Min(quantity, upTo) : quantity;
            total += (ceiling - floor) * tier.Price;
            floor = ceiling;
        }

        return total;
    }
}

/// <summary>A tier of a rate: the price up to and including a quantity; null is open.</summary>
public sealed record RateTier(decimal? UpTo, decimal Price);
