namespace TalosPlatform.Baselines;

/// <summary>What a value is, compared with those of earlier runs.</summary>
public enum Change
{
    /// <summary>There are too few earlier runs to say.</summary>
    TooFew,

    /// <summary>Within what earlier runs showed.</summary>
    Steady,

    /// <summary>Clearly lower than before.</summary>
    Better,

    /// <summary>Clearly higher than before.</summary>
    Worse,
}

/// <summary>When a value is worse than those of earlier runs. Hosted machines differ by a factor of two from run to run, so three conditions must hold together:
/// outside the usual spread, by a share that matters, and by an amount that matters.</summary>
/// <param name="MinimumRuns">Earlier runs it takes to judge.</param>
/// <param name="Spread">How many interquartile ranges from the median a value is still usual; with three, about one value in 40,000 of a normal distribution is not.</param>
/// <param name="Percent">Smallest change relative to the median, percent.</param>
public sealed record RegressionRule(int MinimumRuns = 10, double Spread = 3, double Percent = 10)
{
    /// <summary>Judges a value; lower is better.</summary>
    /// <param name="earlier">The values of earlier runs; null when there are none.</param>
    /// <param name="value">The value of this run.</param>
    /// <param name="floor">Smallest change that matters, in the unit of the value.</param>
    public Change Judge(Statistics? earlier, double value, double floor)
    {
        if (earlier is null || earlier.Count < MinimumRuns || !double.IsFinite(value))
            return Change.TooFew;
        var change = value - earlier.Median;
        if (Math.Abs(change) <= floor || Math.Abs(change) <= Spread * earlier.Iqr || Math.Abs(change) < Percent / 100 * Math.Abs(earlier.Median))
            return Change.Steady;
        return change > 0 ? Change.Worse : Change.Better;
    }
}
