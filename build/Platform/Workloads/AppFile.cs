using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Workloads;

/// <summary>Reads an application's folder: <c>app.yaml</c> and the <c>k8s.yaml</c> beside it.</summary>
public static class AppFile
{
    /// <summary>What an application can name under <c>needs</c>.</summary>
    public static ImmutableArray<string> Databases { get; } = ["postgres"];

    /// <summary>Reads the application of a folder.</summary>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="display">Path to show in findings.</param>
    /// <param name="findings">Gets every mistake.</param>
    /// <param name="namespace">Namespace of a manifest that names none.</param>
    /// <returns>Null when the files do not describe an application.</returns>
    public static AppDefinition? Load(string folder, string display, ICollection<Finding> findings, string @namespace = "default")
    {
        var app = YamlFile.Load(Path.Combine(folder, "app.yaml"), $"{display}/app.yaml");
        var manifest = YamlFile.Load(Path.Combine(folder, "k8s.yaml"), $"{display}/k8s.yaml");
        var workloads = KubernetesManifest.Read(manifest, @namespace);
        if (manifest.Findings.Count == 0 && workloads.IsEmpty)
            manifest.Report(1, 1, "", "missing-key", "no Deployment, StatefulSet or DaemonSet in this file");
        var definition = app.Root is { } root && !workloads.IsEmpty ? Read(root, folder, workloads[0]) : null;
        var mistakes = app.Findings.Concat(manifest.Findings).ToList();
        foreach (var mistake in mistakes)
            findings.Add(mistake);
        return mistakes.Any(m => m.Severity == Severity.Error) ? null : definition;
    }

    private static AppDefinition Read(YamlMapping root, string folder, Workload workload)
    {
        var build = root.Mapping("build");
        var run = root.Mapping("run");
        var ready = root.Mapping("ready");
        if (run is null)
            root.Report("run", "missing-key", "\"run\" is required: the command that starts the application");
        var definition = new AppDefinition
        {
            Name = root.RequiredText("name"),
            Folder = folder,
            Runtime = root.RequiredText("runtime"),
            Requires = [.. root.Mappings("requires").Select(Requirement)],
            Needs = [.. root.Texts("needs")],
            Build = [.. build?.Texts("command") ?? []],
            Run = [.. run?.Texts("command") ?? []],
            WorkingDirectory = run?.Text("workingDirectory") ?? "${output}",
            Ports = root.Mapping("ports")?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            Environment = root.Mapping("environment")?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            ReadyPort = ready?.Text("port") ?? "http",
            ReadyPath = ready?.Text("path") ?? "/readyz",
            Load = [.. root.Mappings("load").Select(Request)],
            Workload = workload,
        };
        if (!definition.Ports.ContainsKey(definition.ReadyPort))
            (ready ?? root).Report("port", "invalid-value", $"\"{definition.ReadyPort}\" is not one of the ports");
        foreach (var unknown in definition.Needs.Where(need => !Databases.Contains(need)))
            root.Report("needs", "invalid-value", $"\"{unknown}\" is no database of the platform: {NearestName.Hint(unknown, Databases)}");
        build?.RejectUnknownKeys();
        run?.RejectUnknownKeys();
        ready?.RejectUnknownKeys();
        root.RejectUnknownKeys();
        return definition;
    }

    private static AppRequirement Requirement(YamlMapping map)
    {
        var requirement = new AppRequirement([.. map.Texts("command")], map.RequiredText("fix"));
        if (requirement.Command.IsEmpty)
            map.Report("command", "missing-key", "\"command\" is required: what succeeds where the application can be built");
        map.RejectUnknownKeys();
        return requirement;
    }

    private static AppRequest Request(YamlMapping map)
    {
        var weight = map.Integer("weight") ?? 1;
        if (weight is < 1 or > 1000)
            map.Report("weight", "invalid-value", "\"weight\" must be between 1 and 1000");
        var request = new AppRequest(map.Choice("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]) ?? "GET", map.RequiredText("path"), weight, map.Text("body"), map.Text("contentType"));
        map.RejectUnknownKeys();
        return request;
    }
}
