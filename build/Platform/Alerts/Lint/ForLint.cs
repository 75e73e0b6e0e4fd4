using TalosPlatform.Alerts.Rules;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Alerts.Lint;

/// <summary>An alert on a momentary value must hold for a while, or a single bad scrape wakes somebody.</summary>
internal sealed class ForLint : IAlertLint
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    // An expression that looks back this far is already smooth.
    private static readonly TimeSpan SmoothRange = TimeSpan.FromMinutes(5);

    public string Id => "alert-for";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        if (alert.For is { } held && held > Longest)
            yield return new LintNote("for", Severity.Warning, $"\"for: {Durations.Format(held)}\" is longer than a day: every restart of Prometheus may begin it anew");
        else if (alert.For is { } shorter && shorter > TimeSpan.Zero && context.Interval is { } interval && shorter < interval)
            yield return new LintNote("for", Severity.Warning, $"\"for: {Durations.Format(shorter)}\" is shorter than the group's interval of {Durations.Format(interval)} and has no effect");
        else if (alert.For is not { Ticks: > 0 } && alert.Severity is "critical" or "warning" && IsMomentary(alert))
            yield return new LintNote("alert", Severity.Warning, "without \"for\" one bad evaluation is enough: add \"for: 1m\" or look at a range");
    }

    private static bool IsMomentary(Rule alert) =>
        alert.Parsed.Expression is { } expression
        && expression.MetricSelectors().Any()
        && !expression.RangeDurations().Any(d => d.Length >= SmoothRange)

        // What compares a time of the past with now does not depend on a single scrape either.
        && !expression.Functions().Any(f => f.Name == "time");
}
