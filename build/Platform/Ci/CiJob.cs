using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace TalosPlatform.Ci;

/// <summary>What the CI system says about the job that runs.</summary>
/// <param name="Workspace">Folder of the checkout; null outside of CI.</param>
/// <param name="ClusterName">A name for the job's cluster that no other job shares; null outside of CI.</param>
public sealed record CiJob(string? Workspace, string? ClusterName)
{
    /// <summary>Reads the variables of GitHub Actions or GitLab.</summary>
    public static CiJob Of(IReadOnlyDictionary<string, string> variables)
    {
        string? Value(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

        if (Value("GITHUB_RUN_ID") is { } run)
        {
            // Jobs of a matrix share run and attempt; one runner never runs two of them at once.
            var place = Hash($"{Value("RUNNER_NAME")}\n{Value("GITHUB_JOB")}\n{Value("GITHUB_WORKSPACE")}");
            return new CiJob(Value("GITHUB_WORKSPACE"), Name($"ci-{run}-{Value("GITHUB_RUN_ATTEMPT") ?? "1"}-{place}"));
        }

        return new CiJob(Value("CI_PROJECT_DIR"), Value("CI_JOB_ID") is { } job ? Name($"ci-{job}") : null);
    }

    private static string Name(string text) => new([.. text.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == '-').Take(40)]);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..4];
}
