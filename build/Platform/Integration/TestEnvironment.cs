using System.Collections.Immutable;

namespace TalosPlatform.Integration;

/// <summary>The environment of the test command: that of the build, the addresses, and nothing that would let it speak for the build.</summary>
internal static class TestEnvironment
{
    // Tokens of ours and of the runner, and the files by which a step sets outputs, variables and paths of later ones.
    private static readonly ImmutableHashSet<string> Withheld =
    [
        "GITHUB_TOKEN", "GITLAB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL", "CI_JOB_TOKEN",
        "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY",
    ];

    /// <summary>The whole environment.</summary>
    /// <param name="build">Variables of the build.</param>
    /// <param name="addresses">Addresses of the platform.</param>
    /// <param name="tokenVariable">A further variable that holds a token; may be empty.</param>
    /// <param name="kubeconfig">Path of the cluster's kubeconfig; null where there is none.</param>
    internal static ImmutableSortedDictionary<string, string> Of(ImmutableDictionary<string, string> build, ImmutableSortedDictionary<string, string> addresses, string tokenVariable, string? kubeconfig)
    {
        var variables = build.Where(v => !Withheld.Contains(v.Key) && v.Key != tokenVariable && !v.Key.StartsWith("NUKE_", StringComparison.OrdinalIgnoreCase))
            .ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(addresses);
        if (kubeconfig is not null)
            variables = variables.SetItem("KUBECONFIG", kubeconfig);
        // A proxy must not stand between this machine and itself.
        foreach (var name in (string[])["NO_PROXY", "no_proxy"])
        {
            if (variables.GetValueOrDefault(name) is var known)
                variables = variables.SetItem(name, string.Join(',', new[] { known, "127.0.0.1", "localhost" }.Where(v => !string.IsNullOrEmpty(v))));
        }

        return variables;
    }
}
