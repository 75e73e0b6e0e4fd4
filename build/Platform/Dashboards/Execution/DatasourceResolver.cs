using System.Collections.Immutable;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Where a query goes.</summary>
/// <param name="Type">Plugin of the datasource; empty when nobody knows.</param>
/// <param name="Datasource">The datasource; null when Grafana would not find it or handles the query itself.</param>
internal sealed record ResolvedDatasource(string Type, KnownDatasource? Datasource)
{
    /// <summary>Plugins whose data Grafana makes up itself.</summary>
    public bool IsInternal => Type is "grafana" or "datasource" or "-- Dashboard --" or "-- Mixed --";

    public bool IsExpression => Type == "__expr__";

    public QueryLanguage? Language => Type switch
    {
        "prometheus" => QueryLanguage.PromQl,
        "loki" => QueryLanguage.LogQl,
        "tempo" => QueryLanguage.TraceQl,
        _ => null,
    };
}

/// <summary>Finds the datasource a reference means, as Grafana does: by uid, then by name, then the default.</summary>
internal sealed class DatasourceResolver(ImmutableArray<KnownDatasource> known)
{
    public ImmutableArray<KnownDatasource> Known { get; } = known;

    public ResolvedDatasource Resolve(DatasourceRef reference, IReadOnlyDictionary<string, VariableValue> scope)
    {
        var uid = Interpolator.Interpolate(reference.Uid, scope);
        switch (uid)
        {
            case "-- Grafana --" or "grafana" when reference.Type is "" or "grafana" or "datasource":
                return new ResolvedDatasource("grafana", null);
            case "-- Mixed --" or "-- Dashboard --":
                return new ResolvedDatasource(uid, null);
            case "__expr__" or "-100":
                return new ResolvedDatasource("__expr__", null);
        }

        if (reference.Type is "__expr__" or "datasource")
            return new ResolvedDatasource(reference.Type, null);
        var found = uid.Length > 0 && uid != "default"
            ? Known.FirstOrDefault(d => d.Uid == uid) ?? Known.FirstOrDefault(d => d.Name == uid)
            : Known.FirstOrDefault(d => d.IsDefault && (reference.Type.Length == 0 || d.Type == reference.Type)) ?? Known.FirstOrDefault(d => d.Type == reference.Type);
        return new ResolvedDatasource(found?.Type ?? reference.Type, found);
    }
}
