using System.Collections.Immutable;

namespace TalosPlatform.GitHooks;

/// <summary>A hook of Git and what it runs.</summary>
/// <param name="Name">Name as Git knows it.</param>
/// <param name="Targets">Targets it runs.</param>
/// <param name="Condition">Lines of shell that end the hook where there is nothing to do; they have <c>$top</c>, the work tree, and <c>skip</c>.</param>
public sealed record GitHook(string Name, ImmutableArray<string> Targets, string Condition)
{
    private const string RunningCluster =
        """
        set -- "$workspace"/.talos-dev/clusters/*/
        [ -d "$1" ] || skip 'no cluster runs here'
        """;

    /// <summary>All of them.</summary>
    public static ImmutableArray<GitHook> All { get; } =
    [
        new("pre-commit", ["ValidateSources"],
            """
            git diff --cached --quiet --diff-filter=ACMR -- '*.yaml' '*.yml' '*.json' && skip 'no manifest, dashboard or rule is part of the commit'
            """),
        new("pre-push", ["SmokeTest"], RunningCluster),
        new("post-merge", ["DeploySamples"], RunningCluster),
    ];
}
