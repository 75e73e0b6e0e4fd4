namespace TalosPlatform.Queries.PromQl;

/// <summary>Parts of the language that Prometheus accepts only behind <c>--enable-feature</c>.</summary>
[Flags]
public enum PromQlFeatures
{
    /// <summary>The stable language.</summary>
    None = 0,

    /// <summary><c>promql-experimental-functions</c>: info(), limitk, limit_ratio, sort_by_label() and others.</summary>
    ExperimentalFunctions = 1,

    /// <summary><c>promql-duration-expr</c>: arithmetic inside brackets and after <c>offset</c>.</summary>
    DurationExpressions = 2,

    /// <summary><c>promql-extended-range-selectors</c>: the modifiers <c>anchored</c> and <c>smoothed</c>.</summary>
    ExtendedRangeSelectors = 4,

    /// <summary><c>promql-binop-fill-modifiers</c>: <c>fill</c>, <c>fill_left</c> and <c>fill_right</c>.</summary>
    FillModifiers = 8,

    /// <summary>Everything.</summary>
    All = ExperimentalFunctions | DurationExpressions | ExtendedRangeSelectors | FillModifiers,
}

/// <summary>Which Prometheus the expressions are written for.</summary>
/// <param name="Target">Version of the server, 3.0 or newer; functions and operators of newer versions are errors.</param>
/// <param name="Features">Feature flags the server runs with.</param>
public sealed record PromQlOptions(Version Target, PromQlFeatures Features)
{
    /// <summary>Prometheus 3.5, the long-term support release, without feature flags.</summary>
    public static PromQlOptions Default { get; } = new(new Version(3, 5), PromQlFeatures.None);

    /// <summary>The newest language known here, Prometheus 3.14 with every feature flag.</summary>
    public static PromQlOptions Latest { get; } = new(new Version(3, 14), PromQlFeatures.All);

    internal bool Has(PromQlFeatures feature) => (Features & feature) == feature;

    internal bool AtLeast(int major, int minor) => Target >= new Version(major, minor);
}
