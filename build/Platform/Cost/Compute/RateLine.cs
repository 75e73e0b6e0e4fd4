using TalosPlatform.Cost.Prices;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost.Compute;

/// <summary>Lines of the bill for rates.</summary>
internal static class RateLine
{
    /// <summary>A quantity of a rate; the unit price is the average over the tiers it reaches.</summary>
    public static CostLine Of(string name, Rate rate, decimal quantity, string category) => Of(name, rate, quantity, rate.For(quantity), category);

    /// <summary>A quantity of a rate whose amount is known.</summary>
    public static CostLine Of(string name, Rate rate, decimal quantity, decimal monthly, string category) =>
        new(name, quantity, rate.Unit, quantity == 0 ? rate.Price : monthly / quantity, monthly, rate.Source.ToString())
        {
            Category = category, Service = rate.Service, Sku = rate.Name, AsOf = $"{rate.Source.AsOf:yyyy-MM-dd}", List = monthly, Low = monthly, High = monthly,
        };
}
