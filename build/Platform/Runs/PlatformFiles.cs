using TalosPlatform.Settings;
using TalosPlatform.Shared.Files;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Runs;

/// <summary>The files a run works on: the platform's, its samples' and the workspace's own.</summary>
public static class PlatformFiles
{
    /// <summary>Dashboards.</summary>
    public static IReadOnlyList<WorkspaceFile> Dashboards(RunContext run) => run.Workspace.Files(["dashboards/**/*.json"], run.Settings.Dashboards);

    /// <summary>Rule files, unit tests left out.</summary>
    public static IReadOnlyList<WorkspaceFile> Rules(RunContext run) => [.. AlertFiles(run).Where(f => !IsTest(f))];

    /// <summary>Unit tests of rules.</summary>
    public static IReadOnlyList<WorkspaceFile> RuleTests(RunContext run) => [.. AlertFiles(run).Where(IsTest)];

    /// <summary>Kubernetes manifests: those of the samples that run, of the applications, and the workspace's own.</summary>
    public static IReadOnlyList<WorkspaceFile> Manifests(RunContext run) =>
        run.Workspace.Files(
            SampleFolders(run).SelectMany(s => AppManifests($"samples/{s}")),
            [.. run.Settings.Apps.SelectMany(a => AppManifests(a.TrimEnd('/'))), .. run.Settings.Manifests]);

    // The second is the database that an application brings along.
    private static string[] AppManifests(string folder) => [$"{folder}/k8s.yaml", $"{folder}/database.yaml"];

    /// <summary>Smoke checks.</summary>
    public static IReadOnlyList<WorkspaceFile> SmokeChecks(RunContext run) =>
        run.Workspace.Files(SampleFolders(run).Select(s => $"samples/{s}/smoke/*.yaml"), [.. run.Settings.Smoke, .. run.Settings.Apps.Select(a => $"{a.TrimEnd('/')}/smoke/*.yaml")]);

    /// <summary>Names of the samples to run.</summary>
    public static IReadOnlyList<string> SampleFolders(RunContext run) =>
        run.Settings.Samples is { } chosen ? chosen
            : run.Settings.Apps.IsEmpty ? SampleNames(run.Workspace) : [];

    /// <summary>Names of all samples there are.</summary>
    public static IReadOnlyList<string> SampleNames(Workspace workspace) =>
        [.. Glob.Files(workspace.PlatformRoot, "samples/*/app.yaml").Select(path => Path.GetFileName(Path.GetDirectoryName(path)!))];

    /// <summary>Names of all components there are: as processes, in a cluster, or both.</summary>
    public static IReadOnlyList<string> ComponentNames(Workspace workspace) =>
    [
        .. Glob.Files(workspace.PlatformRoot, "stack/host/*/component.yaml").Select(path => Path.GetFileName(Path.GetDirectoryName(path)!))
            .Union(StackSelection.All(Path.Combine(workspace.PlatformRoot, "stack"))).Order(StringComparer.Ordinal),
    ];

    /// <summary>Names of all databases there are.</summary>
    public static IReadOnlyList<string> DatabaseNames(Workspace workspace) =>
        [.. Glob.Files(workspace.PlatformRoot, "stack/databases/*/connect.txt").Select(path => Path.GetFileName(Path.GetDirectoryName(path)!))];

    private static IReadOnlyList<WorkspaceFile> AlertFiles(RunContext run) =>
    [
        .. run.Workspace.Files(
            ["alerts/**/*.yaml", .. SampleFolders(run).Select(s => $"samples/{s}/alerts/*.yaml")],
            [.. run.Settings.Alerts, .. run.Settings.Apps.Select(a => $"{a.TrimEnd('/')}/alerts/*.yaml")])
            .Where(f => Path.GetFileNameWithoutExtension(f.Path) != "kustomization"),
    ];

    private static bool IsTest(WorkspaceFile file) => Path.GetFileNameWithoutExtension(file.Path).EndsWith("_test", StringComparison.Ordinal);
}
