using System.Collections.Immutable;
using System.Globalization;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>Names that Grafana defines for every dashboard. Names of people, organisations and URLs stay as they are: a validator has none.</summary>
internal static class BuiltInVariables
{
    /// <summary>Scope of queries of panels: interval macros are left to the datasource, which replaces them after all variables.</summary>
    public static ImmutableDictionary<string, VariableValue> ForQueries(DateTimeOffset from, DateTimeOffset to, string dashboardUid, string dashboardTitle) => Build(
        Time("__from", from),
        Time("__to", to),
        VariableValue.Single("__interval", "$__interval"),
        VariableValue.Single("__interval_ms", "$__interval_ms"),
        VariableValue.Single("__timezone", "utc"),
        Dashboard(dashboardUid, dashboardTitle));

    /// <summary>Scope of the queries of variables: the interval is the datasource's, and there is no rate interval.</summary>
    public static ImmutableDictionary<string, VariableValue> ForVariables(DateTimeOffset from, DateTimeOffset to, TimeSpan scrapeInterval, string dashboardUid, string dashboardTitle)
    {
        var seconds = Number((long)Math.Round((to - from).TotalSeconds, MidpointRounding.AwayFromZero));
        return Build(
            Time("__from", from),
            Time("__to", to),
            VariableValue.Single("__interval", GrafanaDuration.Format(scrapeInterval)),
            VariableValue.Single("__interval_ms", Number((long)scrapeInterval.TotalMilliseconds)),
            VariableValue.Single("__range", seconds + "s"),
            VariableValue.Single("__range_s", seconds),
            VariableValue.Single("__range_ms", Number((long)(to - from).TotalMilliseconds)),
            VariableValue.Single("__searchFilter", ".*"),
            VariableValue.Single("__timezone", "utc"),
            Dashboard(dashboardUid, dashboardTitle));
    }

    private static ImmutableDictionary<string, VariableValue> Build(params IEnumerable<VariableValue> values) =>
        values.ToImmutableDictionary(v => v.Name, StringComparer.Ordinal);

    private static VariableValue Time(string name, DateTimeOffset time) => VariableValue.Single(name, Number(time.ToUnixTimeMilliseconds()));

    private static VariableValue Dashboard(string uid, string title) => VariableValue.Single("__dashboard", title) with
    {
        Fields = ImmutableDictionary<string, string>.Empty.Add("uid", uid).Add("name", title),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
