using System.Collections.Immutable;
using TalosBuild.Targets;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosBuild;

/// <summary>Lays the parameters of the command line over the settings of the workspace.</summary>
internal static class ParameterSettings
{
    /// <summary>The settings with what was given; what was not stays.</summary>
    /// <exception cref="PlatformException">A value is not valid.</exception>
    public static RunSettings Over(RunSettings settings, IPlatformBuild build, Workspace workspace) => settings with
    {
        Cluster = settings.Cluster with
        {
            Name = ClusterName(build.ClusterName) ?? settings.Cluster.Name,
            // Whoever names a context means a cluster.
            Provider = build.Provider ?? (build.Context is null ? settings.Cluster.Provider : "existing"),
            Kubeconfig = build.Kubeconfig ?? settings.Cluster.Kubeconfig,
            Context = build.Context ?? settings.Cluster.Context,
            AllowedContexts = [.. settings.Cluster.AllowedContexts, .. build.AllowContext ?? []],
            Quota = build.Quota is { } quota ? Known("--quota", [quota], SettingsRules.Quotas)[0] : settings.Cluster.Quota,
        },
        Stack = settings.Stack with
        {
            Profile = build.StackProfile is { } profile ? Known("--stack-profile", [profile], ["minimal", "standard", "full"])[0] : settings.Stack.Profile,
            With = Chosen("--with", build.With, PlatformFiles.ComponentNames(workspace)) ?? settings.Stack.With,
            Without = Chosen("--without", build.Without, PlatformFiles.ComponentNames(workspace)) ?? settings.Stack.Without,
            ImageOverrides = settings.Stack.ImageOverrides.SetItems((build.ImageOverride ?? []).Select(Pair)),
            ForceConflicts = build.ForceConflicts || settings.Stack.ForceConflicts,
            ReadyTimeout = Duration(build.WaitTimeout) ?? settings.Stack.ReadyTimeout,
        },
        Samples = Chosen("--samples", build.Samples, PlatformFiles.SampleNames(workspace)) ?? settings.Samples,
        Strict = build.Strict || settings.Strict,
    };

    private static string? ClusterName(string? name) => name is not null && SettingsRules.ClusterNameProblem(name) is { } problem
        ? throw new PlatformException($"--cluster-name: {problem}.")
        : name;

    private static ImmutableArray<string>? Chosen(string parameter, string[]? names, IReadOnlyList<string> valid) =>
        names is { Length: > 0 } ? [.. Known(parameter, names, valid)] : null;

    private static string[] Known(string parameter, string[] names, IReadOnlyList<string> valid) => Array.Find(names, name => !valid.Contains(name)) is { } unknown
        ? throw new PlatformException($"\"{unknown}\" is not valid for {parameter}.", NearestName.Hint(unknown, [.. valid]))
        : names;

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < text.Length - 1
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new PlatformException($"\"{text}\" is not valid for --image-override.", "Write name=reference, such as prometheus=registry.example/prometheus:v3.");
    }

    private static TimeSpan? Duration(string? text) => text is null ? null
        : Durations.TryParse(text) is { } duration && duration > TimeSpan.Zero ? duration
        : throw new PlatformException($"\"{text}\" is not valid for --wait-timeout.", "Write a duration such as 90s or 5m.");
}
