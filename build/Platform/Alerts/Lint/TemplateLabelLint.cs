using System.Text.RegularExpressions;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Queries.PromQl.Lint;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Alerts.Lint;

/// <summary>A label that the alert does not have is printed as nothing: a typing error, or one that the expression aggregated away.</summary>
internal sealed partial class TemplateLabelLint : IAlertLint
{
    public string Id => "alert-template-label";

    public IEnumerable<LintNote> Check(Rule alert, AlertContext context)
    {
        var flow = alert.Parsed is { IsValid: true, Expression: { } expression } ? new LabelFlow().Of(expression) : null;
        var templates = alert.Annotations.Select(a => (Key: $"annotations.{a.Key}", a.Value)).Concat(alert.Labels.Select(l => (Key: $"labels.{l.Key}", l.Value)));
        foreach (var (key, text) in templates)
        {
            foreach (var name in Names(text))
            {
                if (flow?.WhyNot(name) is { } because)
                    yield return new LintNote(key, Severity.Error, $"the alert has no label \"{name}\": \"{Shorten(because.ToString())}\" takes it away");
                else if (context.TestedLabels is { } known && !known.Contains(name))
                    yield return new LintNote(key, Severity.Error, $"the alert has no label \"{name}\" when it fires in its unit test: {NearestName.Hint(name, known)}");
            }
        }
    }

    private static string Shorten(string expression) => expression.Length <= 80 ? expression : expression[..80] + "…";

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
