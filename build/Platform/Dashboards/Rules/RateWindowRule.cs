using System.Collections.Frozen;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>rate-window</c>: a rate over less than two scrapes has nothing to compare. Only windows written as numbers are judged.</summary>
internal sealed class RateWindowRule : IDashboardRule
{
    private static readonly FrozenSet<string> NeedTwoSamples = FrozenSet.Create(StringComparer.Ordinal, "rate", "irate", "increase", "delta", "idelta", "deriv");

    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var least = context.Request.ScrapeInterval * 2;
        foreach (var query in context.Queries.Where(q => q is { Language: QueryLanguage.PromQl, Target: not null }).DistinctBy(q => q.Node.Offset))
        {
            foreach (var selector in SelectorScanner.Scan(query.Target!.Text).Where(s => s.Functions.Length > 0 && NeedTwoSamples.Contains(s.Functions[0])).DistinctBy(s => s.Range))
            {
                if (GrafanaDuration.TryParse(selector.Range) is { } range && range < least)
                    yield return context.Find(query.Node, "rate-window", Severity.Warning,
                        $"{query.Describe()}: {selector.Functions[0]}(…[{selector.Range}]) spans less than two scrapes ({Durations.Format(context.Request.ScrapeInterval)} apart) and gives gaps or nothing; use [$__rate_interval]", query.Panel);
            }
        }
    }
}
