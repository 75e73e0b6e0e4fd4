using System.Collections.Immutable;

namespace TalosPlatform.Stack.Host;

/// <summary>The environment that processes of the platform start with: only what programs need to run, so that tokens of the caller stay with the caller.</summary>
public static class HostEnvironment
{
    private static readonly string[] Passed = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>The variables every process gets.</summary>
    public static ImmutableSortedDictionary<string, string> Base() => Pick(name => Passed.Contains(name));

    /// <summary>The variables an application's runtime needs besides.</summary>
    public static ImmutableSortedDictionary<string, string> ForRuntime(string runtime) => runtime switch
    {
        "dotnet" => Pick(name => name.StartsWith("DOTNET_", StringComparison.Ordinal)),
        "go" => Pick(name => name is "GOROOT"),
        _ => ImmutableSortedDictionary<string, string>.Empty,
    };

    private static ImmutableSortedDictionary<string, string> Pick(Func<string, bool> wanted) =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(e => wanted((string)e.Key) && e.Value is string)
            .ToImmutableSortedDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
}
