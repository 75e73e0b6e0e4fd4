namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Types of metrics that matter to lint.</summary>
public enum MetricKind
{
    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Only grows, apart from restarts.</summary>
    Counter,

    /// <summary>Anything else: histograms, summaries, untyped.</summary>
    Other,
}

/// <summary>What is known beyond the query.</summary>
/// <param name="ScrapeInterval">Interval at which the metrics are scraped; without it the length of ranges is not judged.</param>
/// <param name="Metadata">Type of a metric, null when unknown; it overrules guesses from names.</param>
/// <param name="IsInterpolated">
/// Whether dashboard variables were filled in: matchers then have the form their variables need, and their style is not judged.
/// </param>
public sealed record LintContext(TimeSpan? ScrapeInterval = null, Func<string, MetricKind?>? Metadata = null, bool IsInterpolated = false)
{
    /// <summary>Nothing known beyond the query.</summary>
    public static LintContext Default { get; } = new();

    /// <summary>The type of a metric as far as metadata tells.</summary>
    internal MetricKind? KindOf(string metric) => Metadata?.Invoke(metric);
}
