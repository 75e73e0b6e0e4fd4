using System.Text.RegularExpressions;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Alerts.Lint;

/// <summary>A label that the alert does not have is printed as nothing: a typing error, or one that the expression aggregated away.</summary>
internal sealed partial class TemplateLabelLint : IAlertLint
{
    public string Id => "alert-template-label";

    public IEnumerable<LintNote> Check(Rule alert, LintContext context)
    {
        if (context.TestedLabels is not { } known)
            yield break;
        var templates = alert.Annotations.Select(a => (Key: $"annotations.{a.Key}", a.Value)).Concat(alert.Labels.Select(l => (Key: $"labels.{l.Key}", l.Value)));
        foreach (var (key, text) in templates)
        {
            foreach (var name in Names(text).Where(name => !known.Contains(name)))
                yield return new LintNote(key, Severity.Error, $"the alert has no label \"{name}\" when it fires in its unit test: {NearestName.Hint(name, known)}");
        }
    }

    /// <summary>Labels a template refers to.</summary>
    internal static IEnumerable<string> Names(string template) =>
        Action().Matches(template)
            .SelectMany(a => Reference().Matches(a.Value))
            .Select(m => m.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Action();

    [GeneratedRegex(@"\$labels\.(?<name>[a-zA-Z_][a-zA-Z0-9_]*)|\bindex\s+\$labels\s+""(?<name>[^""]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
