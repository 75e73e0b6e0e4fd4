using System.Collections.Frozen;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>counter-without-rate</c>: a graph of a raw counter only ever rises. <c>rate-on-gauge</c>: a rate takes every fall of a gauge for a restart.
/// Both go by the types that exporters declare, so they need a server.</summary>
internal sealed class CounterRule : IDashboardRule
{
    private static readonly FrozenSet<string> Rates = FrozenSet.Create(StringComparer.Ordinal, "rate", "irate", "increase");

    // What makes a raw counter sensible: counting series, presence, changes, or a difference of its own.
    private static readonly FrozenSet<string> Sensible = FrozenSet.Create(
        StringComparer.Ordinal, "rate", "irate", "increase", "resets", "changes", "delta", "idelta", "deriv", "count", "count_values", "absent", "absent_over_time",
        "present_over_time", "group", "timestamp", "count_over_time", "max_over_time", "min_over_time", "last_over_time", "label_replace", "label_join", "scalar", "topk", "bottomk");

    private static readonly FrozenSet<string> Graphs = FrozenSet.Create(StringComparer.Ordinal, "timeseries", "graph");

    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        foreach (var query in context.Queries.Where(q => q is { Language: QueryLanguage.PromQl, Panel: not null }).DistinctBy(q => q.Node.Offset))
        {
            foreach (var selector in SelectorScanner.Scan(query.Expression).DistinctBy(s => s.Metric))
            {
                var type = context.MetricTypes.GetValueOrDefault(selector.Metric, "");
                var innermost = selector.Functions.Length > 0 ? selector.Functions[0] : "";
                if (type == "gauge" && Rates.Contains(innermost) && selector.Range.Length > 0)
                    yield return context.Find(query.Node, "rate-on-gauge", Severity.Warning,
                        $"{query.Describe()}: \"{selector.Metric}\" is a gauge, and {innermost}() takes every fall for a restart; use deriv() or delta()", query.Panel);
                else if (type == "counter" && Graphs.Contains(query.Panel!.Type) && !selector.HasOffset && !selector.Functions.Any(Sensible.Contains) && !IsFilter(query.Expression))
                    yield return context.Find(query.Node, "counter-without-rate", Severity.Warning,
                        $"{query.Describe()}: \"{selector.Metric}\" is a counter and only ever rises; use rate(…[$__rate_interval])", query.Panel);
            }
        }
    }

    // A comparison or a join uses the counter for something else than its course.
    private static bool IsFilter(string expression) => expression.Contains("==", StringComparison.Ordinal) || expression.Contains('>', StringComparison.Ordinal)
        || expression.Contains('<', StringComparison.Ordinal) || expression.Contains(" and ", StringComparison.Ordinal) || expression.Contains(" unless ", StringComparison.Ordinal);
}
