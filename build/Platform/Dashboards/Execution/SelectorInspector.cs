using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TalosPlatform.Queries;
using TalosPlatform.Queries.PromQl.Ast;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Why a selector has no data.</summary>
/// <param name="Reason">A clause.</param>
/// <param name="Culprit">The matcher nothing meets, if it is one.</param>
internal sealed record SelectorProblem(string Reason, LabelMatcher? Culprit = null);

/// <summary>Asks Prometheus why a selector has no data in a time range.</summary>
internal sealed class SelectorInspector(QueryRunner runner, PrometheusClient prometheus, TimeSpan scrapeInterval)
{
    private const int NamedValues = 6;
    private static readonly TimeSpan RegexDeadline = TimeSpan.FromMilliseconds(250);

    // An instant query looks back five minutes; anything shorter would call ordinary series stale.
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Selector, TimeSpan? Range, DateTimeOffset Start, DateTimeOffset End), Lazy<Task<SelectorProblem?>>> _known = new();
    private readonly Lock _gate = new();
    private Task<ImmutableArray<string>>? _metrics;

    /// <summary>The reason; null when the selector has data or nobody knows.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="range">Window of a range selector; null for an instant one.</param>
    /// <param name="plan">The query it is part of.</param>
    /// <param name="cancellation">Stops asking.</param>
    public Task<SelectorProblem?> ExplainAsync(VectorSelector selector, TimeSpan? range, PlannedQuery plan, CancellationToken cancellation)
    {
        var plain = selector with { Modifiers = TimeModifiers.None };
        return _known.GetOrAdd((plain.ToString(), range, plan.Start, plan.End), _ => new Lazy<Task<SelectorProblem?>>(() => LookAsync(plain, range, plan, cancellation))).Value;
    }

    private async Task<SelectorProblem?> LookAsync(VectorSelector selector, TimeSpan? range, PlannedQuery plan, CancellationToken cancellation)
    {
        var window = plan.End - plan.Start < Lookback ? Lookback : plan.End - plan.Start;
        var found = await NumberAsync($"count(last_over_time({selector}[{Durations.Format(window)}]))", plan, cancellation);
        if (found is null)
            return null;
        if (found > 0)
            return range < scrapeInterval * 4 ? await WindowAsync(selector, range.Value, window, plan, cancellation) : null;

        if (selector.MetricName is { } metric)
        {
            var metrics = await MetricsAsync(cancellation);
            if (metrics.Length > 0 && metrics.BinarySearch(metric, StringComparer.Ordinal) < 0)
                return new SelectorProblem($"metric \"{metric}\" does not exist" + (Nearest(metric, metrics) is { } near ? $"; the nearest is \"{near}\"" : ""));
        }

        var all = selector.MetricName is null ? selector : selector with { Matchers = [.. selector.Matchers.Where(m => m.Name == LabelMatcher.MetricName)] };
        var (series, failure) = await runner.CallAsync(QueryLanguage.PromQl, token => prometheus.SeriesAsync(all.ToString(), plan.End - window, plan.End, token), cancellation);
        if (failure is not null)
            return null;
        return series.IsEmpty
            ? new SelectorProblem($"\"{all}\" has had no samples for {Durations.Format(window)} or more: what exported them is gone or no longer scraped")
            : Matchers(selector, series);
    }

    private async Task<SelectorProblem?> WindowAsync(VectorSelector selector, TimeSpan range, TimeSpan window, PlannedQuery plan, CancellationToken cancellation)
    {
        var step = TimeSpan.FromMilliseconds(Math.Max(1_000, window.TotalMilliseconds / 500));
        var most = await NumberAsync($"max(max_over_time(count_over_time({selector}[{Durations.Format(range)}])[{Durations.Format(window)}:{Durations.Format(step)}]))", plan, cancellation);
        return most is < 2 ? new SelectorProblem($"the window [{Durations.Format(range)}] of \"{selector}\" never holds the two samples that rates need; use [$__rate_interval]") : null;
    }

    private static SelectorProblem Matchers(VectorSelector selector, ImmutableArray<ImmutableSortedDictionary<string, string>> series)
    {
        var name = selector.MetricName ?? "any of these series";
        foreach (var matcher in selector.Matchers)
        {
            if (series.Any(s => Matches(matcher, s.GetValueOrDefault(matcher.Name, ""))))
                continue;
            var values = series.Select(s => s.GetValueOrDefault(matcher.Name, "")).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (values.Count > 0)
                return new SelectorProblem($"label \"{matcher.Name}\" of \"{name}\" has no value for {Write(matcher)}; it has {List(values)}", matcher);
            var labels = series.SelectMany(s => s.Keys).Where(k => k != LabelMatcher.MetricName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            return new SelectorProblem($"\"{name}\" has no label \"{matcher.Name}\"; it has {List(labels)}", matcher);
        }

        return new SelectorProblem($"no series of \"{name}\" meets {string.Join(", ", selector.Matchers.Select(m => m.Name + Write(m)))} at once");
    }

    private static bool Matches(LabelMatcher matcher, string value)
    {
        try
        {
            return matcher.Operator switch
            {
                MatchOperator.Equal => value == matcher.Value,
                MatchOperator.NotEqual => value != matcher.Value,
                var op => (op == MatchOperator.Regex) == Regex.IsMatch(value, $"^(?:{matcher.Value})$", RegexOptions.CultureInvariant | RegexOptions.Singleline, RegexDeadline),
            };
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern of RE2 that .NET does not know: it cannot be blamed.
            return true;
        }
    }

    private static string Write(LabelMatcher matcher) => matcher.Operator switch
    {
        MatchOperator.Equal => "=",
        MatchOperator.NotEqual => "!=",
        MatchOperator.Regex => "=~",
        _ => "!~",
    } + $"\"{matcher.Value}\"";

    // By letters alone every name has a neighbour; one that shares few words with it misleads.
    private static string? Nearest(string metric, ImmutableArray<string> metrics)
    {
        var words = metric.Split('_');
        return NearestName.Find(metric, metrics.Where(m => m.Length < 8 || m.Split('_').Intersect(words, StringComparer.Ordinal).Count() * 2 >= words.Length));
    }

    private static string List(List<string> items) => items.Count == 0 ? "none"
        : string.Join(", ", items.Take(NamedValues).Select(i => $"\"{i}\"")) + (items.Count > NamedValues ? $" and {items.Count - NamedValues} more" : "");

    private async Task<double?> NumberAsync(string expression, PlannedQuery plan, CancellationToken cancellation)
    {
        var outcome = await runner.RunAsync(new PlannedQuery(QueryLanguage.PromQl, expression, true, plan.End, plan.End, plan.Step), cancellation);
        return outcome.IsFailed ? null : outcome.Digest.Series is [var only, ..] ? only.Statistics.Last ?? 0 : 0;
    }

    private Task<ImmutableArray<string>> MetricsAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _metrics ??= AskMetricsAsync(cancellation);
    }

    private async Task<ImmutableArray<string>> AskMetricsAsync(CancellationToken cancellation)
    {
        var (names, failure) = await runner.CallAsync(QueryLanguage.PromQl, token => prometheus.LabelValuesAsync(LabelMatcher.MetricName, null, token), cancellation);
        return failure is null ? names.Sort(StringComparer.Ordinal) : [];
    }
}
