using System.Text;
using System.Text.RegularExpressions;

namespace TalosPlatform.Tests.Stack.Discovery;

/// <summary>A rule of Prometheus' relabeling (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config), which Alloy shares.</summary>
internal sealed record RelabelRule(IReadOnlyList<string> Sources, string Regex, string Target, string Replacement, string Action)
{
    private readonly Regex _regex = new($"^(?s:{Regex})$", RegexOptions.CultureInvariant);

    /// <summary>Changes the labels of a target; false when the target is dropped.</summary>
    public bool Apply(SortedDictionary<string, string> labels)
    {
        var value = string.Join(';', Sources.Select(s => labels.GetValueOrDefault(s, "")));
        switch (Action)
        {
            case "keep":
                return _regex.IsMatch(value);
            case "drop":
                return !_regex.IsMatch(value);
            case "keepequal":
                return value == labels.GetValueOrDefault(Target, "");
            case "replace":
                if (_regex.Match(value) is { Success: true } match)
                    Set(labels, Target, Expand(match));
                return true;
            case "labelmap":
                foreach (var (name, label) in labels.ToList())
                {
                    if (_regex.Match(name) is { Success: true } mapped)
                        Set(labels, Expand(mapped), label);
                }

                return true;
            case "labeldrop":
                foreach (var name in labels.Keys.Where(name => _regex.IsMatch(name)).ToList())
                    labels.Remove(name);
                return true;
            default:
                throw new NotSupportedException(Action);
        }
    }

    /// <summary>Applies rules in order; null when one drops the target.</summary>
    public static SortedDictionary<string, string>? Apply(IEnumerable<RelabelRule> rules, IEnumerable<KeyValuePair<string, string>> labels)
    {
        var result = new SortedDictionary<string, string>(labels.ToDictionary(), StringComparer.Ordinal);
        return rules.All(rule => rule.Apply(result)) ? result : null;
    }

    // An empty value is no label.
    private static void Set(SortedDictionary<string, string> labels, string name, string value)
    {
        if (value.Length == 0)
            labels.Remove(name);
        else
            labels[name] = value;
    }

    // As Go's Regexp.Expand: $name takes as many letters, digits and underscores as follow; an unknown name is empty.
    private string Expand(Match match)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Replacement.Length; i++)
        {
            if (Replacement[i] != '$')
            {
                text.Append(Replacement[i]);
                continue;
            }

            var braces = i + 1 < Replacement.Length && Replacement[i + 1] == '{';
            var start = i + (braces ? 2 : 1);
            var end = start;
            while (end < Replacement.Length && (char.IsAsciiLetterOrDigit(Replacement[end]) || Replacement[end] == '_'))
                end++;
            text.Append(match.Groups[Replacement[start..end]].Value);
            i = braces ? end : end - 1;
        }

        return text.ToString();
    }
}
