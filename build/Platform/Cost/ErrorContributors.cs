using System.Collections.Immutable;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Cost.Demand;

namespace TalosPlatform.Cost;

/// <summary>Says where the width of an estimate comes from.</summary>
public static class ErrorContributors
{
    /// <summary>One sentence for each source of error, the largest first; the effect of each is taken alone, all else as expected.</summary>
    /// <param name="services">What has to run.</param>
    /// <param name="least">The bill at the least usage.</param>
    /// <param name="most">The bill at the most usage.</param>
    /// <param name="price">From the lowest to the highest price of the expected bill.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public static IEnumerable<string> Name(ImmutableArray<ServiceDemand> services, ComputeBill least, ComputeBill most, decimal price, string currency)
    {
        var widest = services.Select((s, i) => (s.Name, Width: most.Allocated[i] - least.Allocated[i])).OrderByDescending(s => s.Width).FirstOrDefault();
        var contributors = new (string Text, decimal Width)[]
        {
            ("the measured usage" + (widest is { Width: > 0 } ? $", most of all that of \"{widest.Name}\"" : ""), most.Total - least.Total),
            ("the spot price between zones", price),
        };
        var found = contributors.Where(c => c.Width > 0).OrderByDescending(c => c.Width).ToList();
        if (found.Count == 0)
            yield return "largest source of error: whole nodes; neither usage within its range nor the price changes the bill";
        for (var i = 0; i < found.Count; i++)
            yield return FormattableString.Invariant($"{(i == 0 ? "largest source of error" : "further source of error")}: {found[i].Text}, {found[i].Width:0.00} {currency} a month from low to high");
    }
}
