using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Host;

/// <summary>Renders the configuration files of a component into the cluster's folder.</summary>
public sealed class HostConfiguration(HostFolder folder)
{
    /// <summary>Writes what changed and removes what is no longer wanted.</summary>
    /// <returns>Digest of everything the component reads only when it is told to.</returns>
    public string Write(HostComponent component, Placeholders placeholders, IReadOnlySet<string> present, Clusters.StackContent content)
    {
        var root = folder.Config(component.Name);
        folder.Prepare(component.Name);
        var wanted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in component.Files.Where(f => f.Needs.All(present.Contains)))
            wanted[file.To] = placeholders.Fill(File.ReadAllText(Path.Combine(component.Folder, file.From)), $"stack/host/{component.Name}/{file.From}");
        AddAll(wanted, component.RulesFolder, content.RuleFiles);
        AddAll(wanted, component.DashboardsFolder, content.Dashboards);

        foreach (var (name, text) in wanted)
        {
            var path = Path.Combine(root, name);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
                AtomicFile.WriteAllText(path, text);
        }

        RemoveOthers(root, component.RulesFolder, wanted);
        RemoveOthers(root, component.DashboardsFolder, wanted);
        return HostProcessSpec.Fingerprint(wanted.SelectMany(pair => new[] { pair.Key, pair.Value }));
    }

    private static void AddAll(SortedDictionary<string, string> wanted, string? into, IReadOnlyList<Settings.WorkspaceFile> files)
    {
        if (into is null)
            return;
        foreach (var file in files)
            wanted[$"{into}/{file.Name.Replace('/', '-')}"] = File.ReadAllText(file.Path);
    }

    private static void RemoveOthers(string root, string? sub, SortedDictionary<string, string> wanted)
    {
        if (sub is null || !Directory.Exists(Path.Combine(root, sub)))
            return;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, sub)).Where(p => !wanted.ContainsKey($"{sub}/{Path.GetFileName(p)}")))
            File.Delete(path);
    }
}
