using System.Collections.Immutable;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Alerts.Rules;

/// <summary>Reads rule files strictly (https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/).</summary>
internal static class RuleFileReader
{
    public static RuleFile Read(WorkspaceFile file) => Read(file, YamlFile.Load(file.Path, file.Name));

    public static RuleFile Read(WorkspaceFile file, YamlFile yaml)
    {
        var groups = ImmutableArray.CreateBuilder<RuleGroup>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in yaml.Documents)
        {
            foreach (var group in document.Mappings("groups"))
            {
                var read = ReadGroup(group);
                if (read.Name.Length > 0 && !names.Add(read.Name))
                    group.Report("name", "duplicate-group", $"another group of this file is called \"{read.Name}\" too: Prometheus refuses the file");
                groups.Add(read);
            }

            if (!document.Has("groups"))
                document.Report("groups", "missing-key", "a rule file lists its rules under \"groups:\"");
            document.RejectUnknownKeys();
        }

        if (yaml.Documents.Count == 0 && yaml.Findings.Count == 0)
            yaml.Report(1, 1, "", "empty-file", "the file holds no rules");
        return new RuleFile(file, yaml, groups.ToImmutable());
    }

    private static RuleGroup ReadGroup(YamlMapping group)
    {
        var name = group.RequiredText("name");
        var interval = group.Duration("interval");
        group.Integer("limit");
        group.Duration("query_offset");
        group.Mapping("labels");
        var rules = group.Mappings("rules").Select(ReadRule).OfType<Rule>().ToImmutableArray();
        group.RejectUnknownKeys();
        return new RuleGroup(name, interval, rules);
    }

    private static Rule? ReadRule(YamlMapping rule)
    {
        var alert = rule.Text("alert");
        var record = rule.Text("record");
        var read = new Rule(record is null, alert ?? record ?? "", rule.RequiredText("expr"), rule)
        {
            For = rule.Duration("for"),
            Labels = Texts(rule.Mapping("labels")),
            Annotations = Texts(rule.Mapping("annotations")),
        };
        var keep = rule.Duration("keep_firing_for");
        rule.RejectUnknownKeys();
        if (alert is null == record is null)
        {
            rule.Report(alert is null ? "expr" : "record", alert is null ? "missing-key" : "conflicting-keys", "a rule has either \"alert\" or \"record\"");
            return null;
        }

        if (record is not null && (read.For is not null || keep is not null || !read.Annotations.IsEmpty))
            rule.Report("record", "wrong-key", "\"for\", \"keep_firing_for\" and \"annotations\" belong to alerting rules");
        return read.Name.Length == 0 || read.Expression.Length == 0 ? null : read;
    }

    private static ImmutableSortedDictionary<string, string> Texts(YamlMapping? map) =>
        map?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
}
