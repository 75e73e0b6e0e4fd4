using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TalosPlatform.Settings;

/// <summary>What makes a setting impossible, wherever it was written.</summary>
public static partial class SettingsRules
{
    /// <summary>What is wrong with a cluster name; null when nothing is.</summary>
    public static string? ClusterNameProblem(string name) =>
        NamePattern().IsMatch(name) ? null : $"\"{name}\" is no cluster name: use lower-case letters, digits and dashes, a letter first, at most 40 characters";

    /// <summary>Resource profiles of the applications' namespace; all but <c>none</c> are folders of <c>stack/quotas</c>.</summary>
    public static ImmutableArray<string> Quotas { get; } = ["none", "small", "medium", "large"];

    /// <summary>What is wrong with the name of a namespace (a DNS label, RFC 1123); null when nothing is.</summary>
    public static string? NamespaceProblem(string name) =>
        NamespacePattern().IsMatch(name) ? null : $"\"{name}\" is no namespace: use lower-case letters, digits and dashes, no dash first or last, at most 63 characters";

    /// <summary>What is wrong with the load; null when nothing is.</summary>
    public static string? LoadProblem(LoadSettings load)
    {
        if (load.Levels.Any(level => level is <= 0 or > 2000))
            return "load levels must be over 0 and at most 2000 requests per second";
        if (load.Levels.Zip(load.Levels.Skip(1)).Any(pair => pair.First >= pair.Second))
            return "load levels must rise";
        return load.LevelDuration > TimeSpan.FromMinutes(10) ? "a load level lasts 10 minutes at most" : null;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$|^[a-z]$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex NamespacePattern();
}
