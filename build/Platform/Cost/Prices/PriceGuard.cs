using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Prices;

/// <summary>Refuses price lists that cannot be right: published lists mix operating systems and currencies now and then.</summary>
public static class PriceGuard
{
    /// <summary>A price may at most double or halve against the last good file.</summary>
    private const decimal LargestJump = 2;

    /// <summary>Within a family, and with the same memory for each, every virtual CPU costs about the same;
    /// Windows under a Linux name costs about twice as much.</summary>
    private const decimal LargestSpread = 1.5m;

    /// <summary>Everything that cannot be right in a price list.</summary>
    /// <param name="candidate">The list to look at.</param>
    /// <param name="lastGood">The list in use; null when there is none.</param>
    /// <param name="file">Name to show in findings.</param>
    public static ImmutableArray<Finding> Check(PriceBook candidate, PriceBook? lastGood, string file) =>
        [.. Outliers(candidate, file), .. lastGood is null ? [] : Jumps(candidate, lastGood, file)];

    /// <summary>Throws when anything cannot be right.</summary>
    /// <exception cref="PlatformException">Lists what was found.</exception>
    public static void ThrowIfImplausible(PriceBook candidate, PriceBook? lastGood, string file)
    {
        var findings = Check(candidate, lastGood, file);
        if (!findings.IsEmpty)
            throw new PlatformException(
                $"The prices of \"{file}\" are not plausible and were refused:{Environment.NewLine}{string.Join(Environment.NewLine, findings)}",
                "Compare them with the cloud's price page; the last good file stays in use.");
    }

    private static IEnumerable<Finding> Outliers(PriceBook book, string file) =>
        from family in book.Nodes.GroupBy(n => (n.Family, Ratio: Math.Round(n.MemoryGiB / (n.BilledVcpu ?? n.Vcpu), 2)))
        let cheapest = family.MinBy(n => n.HourlyPerVcpu)!
        from node in family
        where node.HourlyPerVcpu > cheapest.HourlyPerVcpu * LargestSpread
        select new Finding(file, $"nodes.{node.Type}.hourly", "price-outlier", Severity.Error,
            $"\"{node.Type}\" costs {Money(node.HourlyPerVcpu)} {book.Currency} an hour for each vCPU, \"{cheapest.Type}\" of the same family {Money(cheapest.HourlyPerVcpu)}");

    private static IEnumerable<Finding> Jumps(PriceBook candidate, PriceBook lastGood, string file)
    {
        if (candidate.Currency != lastGood.Currency)
        {
            yield return new Finding(file, "currency", "price-currency", Severity.Error, $"the currency changed from {lastGood.Currency} to {candidate.Currency}");
            yield break;
        }

        var before = Prices(lastGood).ToDictionary(p => p.Pointer, p => p.Price, StringComparer.Ordinal);
        foreach (var (pointer, price) in Prices(candidate))
        {
            // Both zero is no jump; from or to zero is one of any size.
            if (!before.TryGetValue(pointer, out var old) || old == price)
                continue;
            if (old == 0 || price == 0 || price > old * LargestJump || price < old / LargestJump)
                yield return new Finding(file, pointer, "price-jump", Severity.Error, $"the price went from {Money(old)} to {Money(price)} {candidate.Currency}, more than a factor of two");
        }
    }

    private static IEnumerable<(string Pointer, decimal Price)> Prices(PriceBook book)
    {
        foreach (var node in book.Nodes)
        {
            yield return ($"nodes.{node.Type}.hourly", node.Hourly);
            foreach (var reserved in node.Reserved)
                yield return ($"nodes.{node.Type}.reserved.{reserved.Term}", reserved.AmortisedHourly);
        }

        foreach (var rate in book.Rates)
        {
            for (var tier = 0; tier < rate.Tiers.Length; tier++)
                yield return ($"rates.{rate.Name}.tiers[{tier}]", rate.Tiers[tier].Price);
        }
    }

    private static string Money(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);
}
