using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Queries;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Finds out why a PromQL query gave nothing: a metric, a label or a value that does not exist, samples that stopped, a window too short,
/// a variable without values, or operators that leave nothing.</summary>
internal sealed class EmptyExplainer(QueryRunner runner, PrometheusClient prometheus, TimeSpan scrapeInterval)
{
    private const int NamedValues = 6;
    private static readonly TimeSpan RegexDeadline = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(string Selector, string Range, DateTimeOffset Start, DateTimeOffset End), Lazy<Task<string>>> _known = new();
    private Task<ImmutableArray<string>>? _metrics;

    /// <summary>A sentence, or an empty text when nobody knows.</summary>
    public async Task<string> ExplainAsync(DashboardQuery query, OutcomeKind kind, CancellationToken cancellation)
    {
        if (query.Plan is not { Language: QueryLanguage.PromQl } plan)
            return "";
        if (kind == OutcomeKind.NanOnly)
            return "every value is NaN, most often because a divisor is 0";
        var selectors = SelectorScanner.Scan(query.Expression);
        foreach (var selector in selectors)
        {
            var reason = await SelectorAsync(selector, plan, cancellation);
            if (reason.Length > 0)
                return reason + Blame(query, selector);
        }

        return selectors.IsEmpty ? "" : "every selector in it has data: a comparison, a division or the labels that are matched on leave nothing over";
    }

    private Task<string> SelectorAsync(SelectorUse selector, PlannedQuery plan, CancellationToken cancellation) => _known.GetOrAdd(
        (selector.ToString(), selector.Range, plan.Start, plan.End),
        _ => new Lazy<Task<string>>(() => LookAsync(selector, plan, cancellation))).Value;

    private async Task<string> LookAsync(SelectorUse selector, PlannedQuery plan, CancellationToken cancellation)
    {
        // An instant query looks back five minutes; anything shorter would call ordinary series stale.
        var window = plan.End - plan.Start < TimeSpan.FromMinutes(5) ? TimeSpan.FromMinutes(5) : plan.End - plan.Start;
        var seconds = (long)window.TotalSeconds;
        var found = await CountAsync($"count(last_over_time({selector}[{seconds}s]))", plan, cancellation);
        if (found is null)
            return "";
        if (found > 0)
            return await WindowAsync(selector, plan, seconds, cancellation);

        if (selector.Metric.Length > 0)
        {
            var metrics = await MetricsAsync(cancellation);
            if (metrics.Length > 0 && metrics.BinarySearch(selector.Metric, StringComparer.Ordinal) < 0)
                return $"metric \"{selector.Metric}\" does not exist" + (NearestName.Find(selector.Metric, metrics) is { } near ? $"; the nearest is \"{near}\"" : "");
        }

        var (series, failure) = await runner.CallAsync(QueryLanguage.PromQl, token =>
            prometheus.SeriesAsync(selector.Metric.Length > 0 ? SelectorUse.Write(selector.Metric, []) : SelectorUse.Write("", selector.Matchers), plan.End - window, plan.End, token), cancellation);
        if (failure is not null)
            return "";
        return series.IsEmpty
            ? $"\"{selector.Metric}\" had samples once, but none in the last {Durations.Format(window)}: what exported it is gone or no longer scraped"
            : Matchers(selector, series);
    }

    private async Task<string> WindowAsync(SelectorUse selector, PlannedQuery plan, long seconds, CancellationToken cancellation)
    {
        if (selector.Range.Length == 0 || selector.Range.Contains(':', StringComparison.Ordinal) || GrafanaDuration.TryParse(selector.Range) is not { } range || range > scrapeInterval * 4)
            return "";
        var most = await CountAsync($"max(max_over_time(count_over_time({selector}[{selector.Range}])[{seconds}s:{Math.Max(1, (long)scrapeInterval.TotalSeconds)}s]))", plan, cancellation);
        return most is < 2
            ? $"the window [{selector.Range}] of \"{selector.Metric}\" never holds two samples, which rates need; use [$__rate_interval]"
            : "";
    }

    private static string Matchers(SelectorUse selector, ImmutableArray<ImmutableSortedDictionary<string, string>> series)
    {
        foreach (var matcher in selector.Matchers)
        {
            if (series.Any(s => Matches(matcher, s.GetValueOrDefault(matcher.Label, ""))))
                continue;
            var values = series.Select(s => s.GetValueOrDefault(matcher.Label, "")).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (values.Count == 0)
            {
                var labels = series.SelectMany(s => s.Keys).Where(k => k != "__name__").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                return $"\"{selector.Metric}\" has no label \"{matcher.Label}\"; it has {List(labels)}";
            }

            return $"label \"{matcher.Label}\" of \"{selector.Metric}\" has no value for {matcher.Operator}\"{matcher.Value}\"; it has {List(values)}";
        }

        return $"no series of \"{selector.Metric}\" meets all of {string.Join(", ", selector.Matchers)} at once";
    }

    private static bool Matches(LabelMatcher matcher, string value)
    {
        try
        {
            return matcher.Operator switch
            {
                "=" => value == matcher.Value,
                "!=" => value != matcher.Value,
                "=~" => Regex.IsMatch(value, $"^(?:{matcher.Value})$", RegexOptions.CultureInvariant | RegexOptions.Singleline, RegexDeadline),
                "!~" => !Regex.IsMatch(value, $"^(?:{matcher.Value})$", RegexOptions.CultureInvariant | RegexOptions.Singleline, RegexDeadline),
                _ => true,
            };
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern of RE2 that .NET does not know: it cannot be blamed.
            return true;
        }
    }

    // An empty matcher usually comes from a variable, and then the variable is the news.
    private static string Blame(DashboardQuery query, SelectorUse selector)
    {
        if (query.Target is null)
            return "";
        var empty = query.Scope.Values.Where(v => !v.IsAdHoc && v.Values.All(text => text.Length == 0)
            && Interpolator.References(query.Target.Text).Any(r => r.Name == v.Name)).Select(v => $"\"${v.Name}\"").ToList();
        return empty.Count > 0 && selector.Matchers.Any(m => m.Value is "" or "()") ? $" (variable {string.Join(" and ", empty)} has no value)" : "";
    }

    private static string List(List<string> items) => items.Count == 0 ? "none"
        : string.Join(", ", items.Take(NamedValues).Select(i => $"\"{i}\"")) + (items.Count > NamedValues ? $" and {items.Count - NamedValues} more" : "");

    private async Task<double?> CountAsync(string expression, PlannedQuery plan, CancellationToken cancellation)
    {
        var outcome = await runner.RunAsync(new PlannedQuery(QueryLanguage.PromQl, expression, true, plan.End, plan.End, plan.Step), cancellation);
        if (outcome.IsFailed)
            return null;
        return outcome.Digest.Series is [var only, ..] ? only.Statistics.Last ?? 0 : 0;
    }

    private async Task<ImmutableArray<string>> MetricsAsync(CancellationToken cancellation) =>
        await (_metrics ??= Task.Run(async () =>
        {
            var (names, failure) = await runner.CallAsync(QueryLanguage.PromQl, token => prometheus.LabelValuesAsync("__name__", null, token), cancellation);
            return failure is null ? names.Sort(StringComparer.Ordinal) : [];
        }, cancellation));
}
