namespace TalosPlatform.Cost.Recommendations;

/// <summary>Bounds that are wide while little has been seen and close in with time, as the Vertical Pod Autoscaler draws them
/// (kubernetes/autoscaler, vertical-pod-autoscaler/docs/components.md).</summary>
public static class ConfidenceBounds
{
    private const decimal SamplesPerDay = 1440;

    /// <summary>Days of knowledge: the shorter of the time seen and of one sample a minute.</summary>
    public static decimal Confidence(TimeSpan span, int samples) => Math.Min((decimal)span.TotalDays, samples / SamplesPerDay);

    /// <summary>A lower and an upper bound.</summary>
    /// <param name="median">What the lower bound starts from; it is divided by (1 + 0.001/c)².</param>
    /// <param name="target">The request that is advised.</param>
    /// <param name="peak">What the upper bound starts from; it is multiplied by 1 + 1/c.</param>
    /// <param name="confidence">c, days; without any there are no bounds.</param>
    public static Estimate Of(decimal median, decimal target, decimal peak, decimal confidence)
    {
        if (confidence <= 0)
            return new Estimate(0, target, decimal.MaxValue);
        var shrink = 1 + 0.001m / confidence;
        return new Estimate(Math.Min(target, median / (shrink * shrink)), target, Math.Max(target, peak * (1 + 1 / confidence)));
    }
}
