using TalosPlatform.Settings;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Alerts;

/// <summary>Names of rule groups.</summary>
public static class RuleGroups
{
    /// <summary>The groups of a rule file.</summary>
    public static IEnumerable<string> Names(WorkspaceFile file) =>
        YamlFile.Load(file.Path, file.Name).Root?.Mappings("groups").Select(group => group.Text("name")).OfType<string>() ?? [];
}
