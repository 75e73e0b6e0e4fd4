using System.Collections.Immutable;

namespace TalosPlatform.Publishing;

/// <summary>Which CI system runs the build.</summary>
public enum CiSystem
{
    /// <summary>None that is known.</summary>
    None,

    /// <summary>GitHub Actions, github.com or GitHub Enterprise.</summary>
    GitHub,

    /// <summary>GitLab CI, gitlab.com or self-managed.</summary>
    GitLab,
}

/// <summary>Environment variables of the build; an empty value counts as none.</summary>
public sealed class CiVariables(ImmutableDictionary<string, string> variables)
{
    /// <summary>Those of this process.</summary>
    public static CiVariables OfProcess() =>
        new(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToImmutableDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal));

    /// <summary>All of them.</summary>
    public ImmutableDictionary<string, string> All { get; } = variables;

    /// <summary>A value, or null.</summary>
    public string? this[string name] => All.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The CI system (https://docs.github.com/actions/reference/workflows-and-actions/variables, https://docs.gitlab.com/ci/variables/predefined_variables).</summary>
    public CiSystem System => this["GITHUB_ACTIONS"] == "true" ? CiSystem.GitHub : this["GITLAB_CI"] == "true" ? CiSystem.GitLab : CiSystem.None;

    /// <summary>Commit that is built; empty when unknown.</summary>
    public string Sha => this["GITHUB_SHA"] ?? this["CI_COMMIT_SHA"] ?? "";

    /// <summary>An absolute address of http or https, ending in a slash; null when the variable holds none.</summary>
    public Uri? Address(string name) =>
        this[name] is { } text && Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}
