using System.Collections.Immutable;
using TalosPlatform.Clusters;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Settings;

/// <summary>Reads <c>.talos-dev/config.yaml</c>; <c>stack/schemas/config.schema.json</c> describes it for editors.</summary>
public static class ConfigFile
{
    /// <summary>Path inside a workspace.</summary>
    public const string RelativePath = ".talos-dev/config.yaml";

    /// <summary>Reads the file of a workspace; defaults when there is none.</summary>
    /// <exception cref="PlatformException">The file has mistakes; all of them are listed with file, line and the nearest valid name.</exception>
    public static RunSettings Load(string workspace, IReadOnlyCollection<string> providers, IReadOnlyCollection<string> components, IReadOnlyCollection<string> samples) =>
        Load(workspace, null, providers, components, samples);

    /// <summary>Reads the file that was named, or else the one of the workspace.</summary>
    /// <inheritdoc cref="Load(string, IReadOnlyCollection{string}, IReadOnlyCollection{string}, IReadOnlyCollection{string})" path="/exception"/>
    public static RunSettings Load(string workspace, string? chosen, IReadOnlyCollection<string> providers, IReadOnlyCollection<string> components, IReadOnlyCollection<string> samples)
    {
        var cluster = DefaultCluster.Read(workspace) is { } name ? new ClusterSettings { Name = name } : new ClusterSettings();
        var path = Path.Combine(workspace, chosen ?? RelativePath);
        if (!File.Exists(path))
            return chosen is null ? new RunSettings { Cluster = cluster } : throw new PlatformException($"The configuration file \"{chosen}\" does not exist.", "Give --config a path relative to the workspace.");
        var file = YamlFile.Load(path, chosen ?? RelativePath);
        var settings = file.Root is { } root ? Read(root, cluster, workspace, providers, components, samples) : new RunSettings { Cluster = cluster };
        file.ThrowIfInvalid();
        return settings;
    }

    private static RunSettings Read(YamlMapping root, ClusterSettings chosen, string workspace, IReadOnlyCollection<string> providers, IReadOnlyCollection<string> components, IReadOnlyCollection<string> samples)
    {
        var defaults = new RunSettings();
        var settings = new RunSettings
        {
            Cluster = Cluster(root.Mapping("cluster"), chosen, providers),
            Stack = Stack(root.Mapping("stack"), components),
            Samples = root.Has("samples") ? Known(root, "samples", samples) : null,
            Apps = [.. root.Texts("apps")],
            Dashboards = Globs(root, "dashboards", defaults.Dashboards),
            Alerts = Globs(root, "alerts", defaults.Alerts),
            Smoke = Globs(root, "smoke", defaults.Smoke),
            Manifests = Globs(root, "manifests", defaults.Manifests),
            Load = Load(root.Mapping("load")),
            Cost = CostSettingsReader.Read(root.Mapping("cost"), workspace),
            Test = ReportSettingsReader.Test(root.Mapping("test")),
            Baseline = ReportSettingsReader.Baseline(root.Mapping("baseline")),
            Report = ReportSettingsReader.Report(root.Mapping("report")),
            Strict = root.Boolean("strict") ?? false,
        };
        root.RejectUnknownKeys();
        return settings;
    }

    private static ClusterSettings Cluster(YamlMapping? map, ClusterSettings settings, IReadOnlyCollection<string> providers)
    {
        if (map is null)
            return settings;
        settings = settings with
        {
            Name = map.Text("name") ?? settings.Name,
            Provider = map.Choice("provider", ["auto", .. providers]) ?? settings.Provider,
            Kubeconfig = map.Text("kubeconfig"),
            Context = map.Text("context"),
            AllowedContexts = [.. map.Texts("allowedContexts")],
            AppNamespace = map.Text("appNamespace") ?? settings.AppNamespace,
            Quota = map.Choice("quota", SettingsRules.Quotas) ?? settings.Quota,
            LockTimeout = map.Duration("lockTimeout") ?? settings.LockTimeout,
        };
        settings = NodeSettings.Read(map, settings);
        if (SettingsRules.ClusterNameProblem(settings.Name) is { } problem)
            map.Report("name", "invalid-value", problem);
        if (SettingsRules.NamespaceProblem(settings.AppNamespace) is { } wrong)
            map.Report("appNamespace", "invalid-value", wrong);
        map.RejectUnknownKeys();
        return settings;
    }

    private static StackSettings Stack(YamlMapping? map, IReadOnlyCollection<string> components)
    {
        var settings = new StackSettings();
        if (map is null)
            return settings;
        settings = settings with
        {
            Profile = map.Choice("profile", ["minimal", "standard", "full"]) ?? settings.Profile,
            With = Known(map, "with", components),
            Without = Known(map, "without", components),
            ImageOverrides = map.Mapping("imageOverrides")?.AllTexts().ToImmutableSortedDictionary(StringComparer.Ordinal) ?? settings.ImageOverrides,
            Kustomize = [.. map.Texts("kustomize")],
            ForceConflicts = map.Boolean("forceConflicts") ?? false,
            ReadyTimeout = Positive(map, "readyTimeout"),
            Retention = Positive(map, "retention"),
            RegistryMirrors = [.. map.Texts("registryMirrors")],
        };
        foreach (var problem in settings.RegistryMirrors.Select(RegistryMirror.Problem).OfType<string>())
            map.Report("registryMirrors", "invalid-value", problem);
        map.RejectUnknownKeys();
        return settings;
    }

    private static LoadSettings Load(YamlMapping? map)
    {
        var settings = new LoadSettings();
        if (map is null)
            return settings;
        var levels = map.Decimals("levels").ToImmutableArray();
        settings = settings with
        {
            Levels = levels.IsEmpty ? settings.Levels : levels,
            LevelDuration = Positive(map, "levelDuration") ?? settings.LevelDuration,
        };
        if (SettingsRules.LoadProblem(settings) is { } problem)
            map.Report("levels", "invalid-value", problem);
        map.RejectUnknownKeys();
        return settings;
    }

    private static ImmutableArray<string> Globs(YamlMapping map, string key, ImmutableArray<string> fallback) => map.Has(key) ? [.. map.Texts(key)] : fallback;

    private static TimeSpan? Positive(YamlMapping map, string key)
    {
        var value = map.Duration(key);
        if (value is not { } duration || duration > TimeSpan.Zero)
            return value;
        map.Report(key, "invalid-value", $"\"{key}\" must be longer than 0");
        return null;
    }

    private static ImmutableArray<string> Known(YamlMapping map, string key, IReadOnlyCollection<string> valid)
    {
        var names = map.Texts(key);
        foreach (var name in names.Where(n => !valid.Contains(n)))
            map.Report(key, "invalid-value", $"\"{name}\" is not valid in \"{key}\": {Shared.Text.NearestName.Hint(name, valid)}");
        return [.. names.Where(valid.Contains)];
    }
}
