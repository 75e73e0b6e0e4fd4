using System.Collections.Immutable;
using System.Text.Json;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Prometheus has loaded every rule group and evaluates each rule without error.</summary>
internal sealed class RulesLoadedCheck(ImmutableArray<string> groups) : ISmokeCheck
{
    public string Name => "alerting and recording rules are loaded";

    public ImmutableArray<string> Needs => ["prometheus"];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var data = await context.AskPrometheusAsync(p => p.DataAsync("api/v1/rules", cancellation));
        var loaded = data.GetProperty("groups").EnumerateArray().ToList();
        var names = loaded.Select(g => g.GetProperty("name").GetString() ?? "").ToHashSet(StringComparer.Ordinal);
        var missing = groups.Where(g => !names.Contains(g)).ToList();
        if (missing.Count > 0)
            return Observation.NotYet($"rule groups are missing: {Evidence.List(missing)}; loaded: {Evidence.List([.. names])}");

        var rules = loaded.SelectMany(g => g.GetProperty("rules").EnumerateArray()).ToList();
        foreach (var rule in rules)
        {
            if (Text(rule, "health") == "err")
                return Observation.NotYet($"rule \"{Text(rule, "name")}\" fails: {Evidence.Shorten(Text(rule, "lastError"))}");
        }

        var waiting = rules.Where(r => Text(r, "health") != "ok").Select(r => Text(r, "name")).ToList();
        return waiting.Count > 0 ? Observation.NotYet($"not evaluated yet: {Evidence.List(waiting)}")
            : rules.Count == 0 ? Observation.NotYet("no rule is loaded")
            : Observation.Holds($"{rules.Count} rules in {loaded.Count} groups");
    }

    private static string Text(JsonElement rule, string name) => rule.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
