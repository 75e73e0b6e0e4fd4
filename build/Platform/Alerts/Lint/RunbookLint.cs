using System.Text;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.Lint;

/// <summary>A runbook inside the repository must exist, and its section too. Nothing is fetched.</summary>
internal sealed class RunbookLint : IAlertLint
{
    public string Id => "alert-runbook";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        foreach (var name in (string[])["runbook_url", "runbook"])
        {
            if (alert.Annotations.GetValueOrDefault(name) is not { Length: > 0 } link || link.Contains("://", StringComparison.Ordinal) || link.Contains("{{", StringComparison.Ordinal))
                continue;
            var parts = link.Split('#', 2);
            var path = Path.GetFullPath(parts[0], context.Root);
            if (!path.StartsWith(context.Root, StringComparison.Ordinal) || !File.Exists(path))
                yield return new LintNote($"annotations.{name}", Severity.Warning, $"\"{parts[0]}\" does not exist in the repository");
            else if (parts.Length == 2 && !Anchors(path).Contains(parts[1]))
                yield return new LintNote($"annotations.{name}", Severity.Warning, $"\"{parts[0]}\" has no section \"#{parts[1]}\"");
        }
    }

    // Headings become anchors as forges make them: lower case, words joined by hyphens, punctuation dropped.
    private static HashSet<string> Anchors(string path) =>
        [.. File.ReadLines(path).Where(l => l.StartsWith('#')).Select(l => Anchor(l.TrimStart('#').Trim()))];

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder(heading.Length);
        foreach (var character in heading.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_')
                anchor.Append(character);
            else if (character == ' ')
                anchor.Append('-');
        }

        return anchor.ToString();
    }
}
