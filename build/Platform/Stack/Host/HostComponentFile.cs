using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Host;

/// <summary>Reads the components of the host provider.</summary>
public static class HostComponentFile
{
    /// <summary>All components under <c>stack/host</c>, by name.</summary>
    /// <exception cref="PlatformException">A description has mistakes.</exception>
    public static ImmutableArray<HostComponent> LoadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "component.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Load)];

    private static HostComponent Load(string path)
    {
        var file = YamlFile.Load(path);
        var component = file.Root is { } root ? Read(root, Path.GetDirectoryName(path)!) : null;
        file.ThrowIfInvalid();
        return component!;
    }

    private static HostComponent Read(YamlMapping root, string folder)
    {
        var name = root.RequiredText("name");
        var component = new HostComponent
        {
            Name = name,
            Folder = folder,
            Tool = root.Text("tool") ?? name,
            Required = root.Boolean("required") ?? false,
            Ports = Ports(root.Mapping("ports")),
            Files = [.. root.Mappings("files").Select(ConfigFile)],
            Arguments = [.. root.Texts("arguments")],
            Additions = [.. root.Mappings("additions").Select(Addition)],
            Environment = Texts(root.Mapping("environment")),
            ReadyPath = root.Text("ready") ?? "/-/ready",
            ReloadPath = root.Text("reload"),
            RulesFolder = root.Text("rules"),
            DashboardsFolder = root.Text("dashboards"),
            MetricsPath = root.Text("metrics"),
        };
        if (!component.Ports.ContainsKey("http"))
            root.Report("ports", "missing-key", "a port \"http\" is required: readiness is asked there");
        root.RejectUnknownKeys();
        return component;
    }

    private static HostConfigFile ConfigFile(YamlMapping map)
    {
        var from = map.RequiredText("from");
        var file = new HostConfigFile(from, map.Text("to") ?? from, [.. map.Texts("needs")]);
        map.RejectUnknownKeys();
        return file;
    }

    private static HostAddition Addition(YamlMapping map)
    {
        var addition = new HostAddition(
            map.Text("since") is { } since ? Version.Parse(since) : null,
            [.. map.Texts("needs")],
            [.. map.Texts("arguments")],
            Texts(map.Mapping("environment")));
        map.RejectUnknownKeys();
        return addition;
    }

    private static ImmutableSortedDictionary<string, int> Ports(YamlMapping? map) =>
        (map?.AllTexts() ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(p => p.Key, p => int.Parse(p.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, string> Texts(YamlMapping? map) =>
        map?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
}
