using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using static TalosPlatform.Queries.PromQl.PromQlType;

namespace TalosPlatform.Queries.PromQl;

/// <summary>
/// Every function of Prometheus 3.0 to 3.14. Source: promql/parser/functions.go of each release; versions are the first release
/// that has the function, respectively has it without <c>--enable-feature=promql-experimental-functions</c>.
/// </summary>
public static class PromQlFunctions
{
    private static readonly Version Three = new(3, 0);

    /// <summary>All functions, by name.</summary>
    public static FrozenDictionary<string, PromQlFunction> All { get; } = Build().ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, PromQlFunction>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        All.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The function of that name.</summary>
    public static bool TryGet(ReadOnlySpan<char> name, [NotNullWhen(true)] out PromQlFunction? function) =>
        Lookup.TryGetValue(name, out function);

    private static IEnumerable<PromQlFunction> Build() =>
    [
        .. Stable(
            InstantVector,
            [InstantVector],
            "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_stddev "
            + "histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp"),
        .. Stable(
            InstantVector,
            [RangeVector],
            "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time max_over_time "
            + "min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time"),
        .. Stable(
            InstantVector,
            [InstantVector],
            "day_of_month day_of_week day_of_year days_in_month hour minute month year",
            variadic: 1),
        .. Stable(Scalar, [], "pi time"),
        .. Stable(Scalar, [InstantVector], "scalar"),
        .. Stable(InstantVector, [Scalar], "vector"),
        .. Stable(InstantVector, [InstantVector, Scalar], "clamp_max clamp_min"),
        .. Stable(InstantVector, [InstantVector, Scalar], "round", variadic: 1),
        .. Stable(InstantVector, [InstantVector, Scalar, Scalar], "clamp"),
        .. Stable(InstantVector, [Scalar, Scalar, InstantVector], "histogram_fraction"),
        .. Stable(InstantVector, [Scalar, InstantVector], "histogram_quantile"),
        .. Stable(InstantVector, [RangeVector, Scalar], "predict_linear"),
        .. Stable(InstantVector, [Scalar, RangeVector], "quantile_over_time"),
        .. Stable(InstantVector, [InstantVector, Text, Text, Text, Text], "label_replace"),
        .. Stable(InstantVector, [InstantVector, Text, Text, Text], "label_join", variadic: -1),
        new("first_over_time", InstantVector, [RangeVector], 0, new(3, 7), new(3, 14)),
        Experimental("double_exponential_smoothing", InstantVector, [RangeVector, Scalar, Scalar], Three),
        Experimental("info", InstantVector, [InstantVector, InstantVector], Three, variadic: 1),
        Experimental("mad_over_time", InstantVector, [RangeVector], Three),
        Experimental("sort_by_label", InstantVector, [InstantVector, Text], Three, variadic: -1),
        Experimental("sort_by_label_desc", InstantVector, [InstantVector, Text], Three, variadic: -1),
        Experimental("ts_of_last_over_time", InstantVector, [RangeVector], new(3, 5)),
        Experimental("ts_of_max_over_time", InstantVector, [RangeVector], new(3, 5)),
        Experimental("ts_of_min_over_time", InstantVector, [RangeVector], new(3, 5)),
        Experimental("ts_of_first_over_time", InstantVector, [RangeVector], new(3, 7)),
        Experimental("histogram_quantiles", InstantVector, [InstantVector, Text, Scalar, Scalar], new(3, 11), variadic: 9),
        Experimental("start", Scalar, [], new(3, 12)),
        Experimental("end", Scalar, [], new(3, 12)),
        Experimental("step", Scalar, [], new(3, 12)),
        Experimental("range", Scalar, [], new(3, 12)),
        Experimental("min_of", Scalar, [Scalar, Scalar], new(3, 13)),
        Experimental("max_of", Scalar, [Scalar, Scalar], new(3, 13)),
        Experimental("start_timestamp", InstantVector, [InstantVector], new(3, 14)),
    ];

    private static IEnumerable<PromQlFunction> Stable(PromQlType returns, PromQlType[] arguments, string names, int variadic = 0) =>
        names.Split(' ').Select(name => new PromQlFunction(name, returns, arguments, variadic, Three, Three));

    private static PromQlFunction Experimental(
        string name, PromQlType returns, PromQlType[] arguments, Version since, int variadic = 0) =>
        new(name, returns, arguments, variadic, since, null);
}
