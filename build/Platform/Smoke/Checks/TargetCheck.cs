using System.Collections.Immutable;
using System.Text.Json;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Annotation discovery found a target, scrapes it and gave it the right labels.</summary>
internal sealed class TargetCheck(ExpectedTarget expected) : ISmokeCheck
{
    public string Name => $"target {expected.Job}{(expected.Namespace is { } place ? $" in {place}" : "")} is up with its labels";

    public ImmutableArray<string> Needs => expected.App is { } app ? ["prometheus", app] : ["prometheus"];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var data = await context.AskPrometheusAsync(p => p.DataAsync("api/v1/targets?state=active", cancellation));
        return TargetComparison.Compare(expected, [.. data.GetProperty("activeTargets").EnumerateArray().Select(Read)]);
    }

    private static ActiveTarget Read(JsonElement target) => new(
        target.GetProperty("labels").EnumerateObject().ToImmutableDictionary(l => l.Name, l => l.Value.GetString() ?? ""),
        target.GetProperty("health").GetString() ?? "unknown",
        target.TryGetProperty("lastError", out var error) ? error.GetString() ?? "" : "",
        target.TryGetProperty("scrapeUrl", out var url) ? url.GetString() ?? "" : "");
}

/// <summary>A target Prometheus scrapes: health is <c>up</c>, <c>down</c> or <c>unknown</c> before the first scrape.</summary>
internal sealed record ActiveTarget(ImmutableDictionary<string, string> Labels, string Health, string LastError, string ScrapeUrl);

/// <summary>Compares the targets there are with the one there should be.</summary>
internal static class TargetComparison
{
    public static Observation Compare(ExpectedTarget expected, ImmutableArray<ActiveTarget> active)
    {
        var matching = active.Where(t => Mismatches(expected, t).Count == 0).ToList();
        var up = matching.Count(t => t.Health == "up");
        if (up >= expected.Replicas)
            return Observation.Holds(up == 1 ? $"up: {matching.First(t => t.Health == "up").ScrapeUrl}" : $"{up} targets up");
        if (matching.FirstOrDefault(t => t.Health == "down") is { } down)
            return Observation.NotYet($"{down.ScrapeUrl} is down: {Evidence.Shorten(down.LastError)}");
        if (matching.Count >= expected.Replicas)
            return Observation.NotYet($"{matching[0].ScrapeUrl} was not scraped yet");
        if (matching.Count > 0)
            return Observation.NotYet($"{up} of {expected.Replicas} targets are up");

        // The target is most likely there under a label that differs: show which.
        var nearest = active
            .Select(t => (Target: t, Wrong: Mismatches(expected, t)))
            .Where(c => c.Wrong.Count < expected.Labels.Count(l => l.Value is not null))
            .OrderBy(c => c.Wrong.Count)
            .FirstOrDefault();
        return nearest.Target is not null
            ? Observation.NotYet($"{nearest.Target.ScrapeUrl} has wrong labels: {string.Join(", ", nearest.Wrong)}")
            : Observation.NotYet($"no target of job \"{expected.Job}\"; jobs there are: {Evidence.List([.. active.Select(t => t.Labels.GetValueOrDefault("job", "")).Distinct().Order(StringComparer.Ordinal)], 12)}");
    }

    private static List<string> Mismatches(ExpectedTarget expected, ActiveTarget target)
    {
        var wrong = new List<string>();
        foreach (var (name, value) in expected.Labels)
        {
            var actual = target.Labels.GetValueOrDefault(name, "");
            if (actual.Length == 0)
                wrong.Add(value is null ? $"{name} is missing" : $"{name} is missing, expected \"{value}\"");
            else if (value is not null && actual != value)
                wrong.Add($"{name} is \"{actual}\", expected \"{value}\"");
        }

        return wrong;
    }
}
