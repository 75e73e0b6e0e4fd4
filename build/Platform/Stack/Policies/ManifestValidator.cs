using System.Collections.Immutable;
using TalosPlatform.Reports;
using TalosPlatform.Stack.Policies.Rules;

namespace TalosPlatform.Stack.Policies;

/// <summary>Checks manifests against what a cluster would refuse, warn of, or let go wrong. Needs no cluster and no network.</summary>
public static class ManifestValidator
{
    private static readonly ImmutableArray<IManifestRule> Rules =
        [new PodSecurityRule(), new ResourcesRule(), new ProbesRule(), new PortProtocolRule(), new RbacRule(), new NetworkRule(), new QuotaRule()];

    /// <summary>Checks.</summary>
    /// <param name="manifests">What is deployed together.</param>
    /// <returns>Counts and findings, by file and line.</returns>
    public static ManifestsSection Validate(ManifestSet manifests)
    {
        foreach (var rule in Rules)
            rule.Check(manifests);

        // Two rules that read the same field complain of its type alike.
        var findings = manifests.Files.SelectMany(f => f.Findings.Distinct().OrderBy(x => x.Line).ThenBy(x => x.Column).ThenBy(x => x.Rule, StringComparer.Ordinal));
        return new ManifestsSection(manifests.Files.Length, manifests.Objects.Length, manifests.Workloads.Count(), manifests.Quota?.Name ?? "none", [.. findings]);
    }
}
