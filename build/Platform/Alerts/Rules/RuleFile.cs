using System.Collections.Immutable;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Alerts.Rules;

/// <summary>A rule file with the groups that could be read; its mistakes are in <see cref="Yaml"/>.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Yaml">Its text with every finding about it.</param>
/// <param name="Groups">Groups in the order of the file.</param>
internal sealed record RuleFile(WorkspaceFile File, YamlFile Yaml, ImmutableArray<RuleGroup> Groups)
{
    public IEnumerable<Rule> Rules => Groups.SelectMany(g => g.Rules);

    public IEnumerable<Rule> Alerts => Rules.Where(r => r.IsAlert);
}

/// <summary>A group of rules that are evaluated one after the other.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Interval">How often; null for the server's default.</param>
/// <param name="Rules">Its rules.</param>
internal sealed record RuleGroup(string Name, TimeSpan? Interval, ImmutableArray<Rule> Rules);

/// <summary>An alerting or recording rule.</summary>
/// <param name="IsAlert">Whether it alerts; else it records.</param>
/// <param name="Name">Name of the alert or of the metric it records.</param>
/// <param name="Expression">PromQL.</param>
/// <param name="Source">Its place in the file.</param>
internal sealed record Rule(bool IsAlert, string Name, string Expression, YamlMapping Source)
{
    private PromQlResult? _parsed;

    /// <summary>How long the condition must hold before the alert fires; null when not given.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Labels the rule adds; values of alerts are templates.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Annotations; values are templates.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The expression as our own parser understands it.</summary>
    public PromQlResult Parsed => _parsed ??= PromQlParser.Parse(Expression);

    public string Severity => Labels.GetValueOrDefault("severity", "");
}
