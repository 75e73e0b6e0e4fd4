namespace TalosPlatform.Baselines;

/// <summary>Median and quartiles of a sample.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Q1">First quartile.</param>
/// <param name="Median">Median.</param>
/// <param name="Q3">Third quartile.</param>
public sealed record Statistics(int Count, double Q1, double Median, double Q3)
{
    /// <summary>Interquartile range: the width of the middle half, which a few wild values do not move.</summary>
    public double Iqr => Q3 - Q1;

    /// <summary>Describes a sample; values that are not finite are left out.</summary>
    /// <returns>Null for an empty sample.</returns>
    public static Statistics? Of(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0 ? null : new(sorted.Length, Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75));
    }

    /// <summary>Quantile by linear interpolation between the two nearest values (type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996).</summary>
    /// <param name="sorted">Ascending values, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Count - 1);
        // Weights keep the result between its neighbours even where their difference overflows.
        var weight = place - below;
        var value = sorted[below] * (1 - weight) + sorted[above] * weight;
        return Math.Clamp(value, sorted[below], sorted[above]);
    }
}
