using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Rules;

/// <summary>Finds rules that are there twice; promtool only mentions them and succeeds.</summary>
internal static class DuplicateRules
{
    public static void Check(IEnumerable<RuleFile> files)
    {
        var seen = new Dictionary<string, (RuleFile File, Rule Rule)>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var rule in file.Rules)
            {
                var identity = string.Join('\0', [rule.Name, .. rule.Labels.Select(l => $"{l.Key}\0{l.Value}")]);
                if (seen.TryAdd(identity, (file, rule)))
                    continue;
                var (otherFile, other) = seen[identity];
                var same = rule.Parsed.Expression?.ToString() == other.Parsed.Expression?.ToString();

                // With another expression it may be meant: each may yield series the other does not.
                rule.Source.Report(
                    rule.IsAlert ? "alert" : "record",
                    "duplicate-rule",
                    $"\"{rule.Name}\" with the same labels is also at {otherFile.File.Name}:{other.Source.Line}{(same ? "" : ", with another expression")}: rename one, tell them apart by a label or remove it",
                    same ? Severity.Error : Severity.Warning);
            }
        }
    }
}
