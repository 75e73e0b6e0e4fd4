using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary><c>export-inputs</c>: <c>${DS_…}</c> and <c>__inputs</c> are answered by a person who imports a dashboard; a provisioned file is never asked.</summary>
internal sealed class ExportInputsRule : IDashboardRule
{
    private const string Fix = "use a datasource variable named \"datasource\" and \"uid\": \"${datasource}\", or export without \"Export for sharing externally\"";

    public IEnumerable<LocatedFinding> Check(RuleContext context)
    {
        var root = context.Dashboard.Root;
        var inputs = root["__inputs"]?.Items.Select(i => i.String("name")).OfType<string>().ToHashSet(StringComparer.Ordinal) ?? [];
        var used = root.Members.Where(m => m.Key is not ("__inputs" or "__requires" or "__elements")).SelectMany(m => m.Strings())
            .Where(s => IsInput(s.Text, inputs))
            .GroupBy(s => s.Text, StringComparer.Ordinal)
            .ToList();
        if (inputs.Count > 0 && used.Count == 0)
            yield return context.Find(root["__inputs"]!, "export-inputs", Severity.Info, "\"__inputs\" are left over from an export and used nowhere; remove them");
        foreach (var same in used)
            yield return context.Find(same.First(), "export-inputs", Severity.Error, $"\"{same.Key}\" stays as it is when the file is provisioned ({(same.Count() == 1 ? "one place" : $"{same.Count()} places")}): {Fix}");
    }

    private static bool IsInput(string text, HashSet<string> inputs) => text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}')
        && (text.StartsWith("${DS_", StringComparison.Ordinal) || inputs.Contains(text[2..^1]));
}
