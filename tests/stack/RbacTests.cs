using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Roles allow what is needed, say why, and no more.</summary>
public sealed class RbacTests
{
    private static readonly string[] Reading = ["get", "list", "watch"];

    private static readonly IReadOnlyList<(string Role, V1PolicyRule Rule)> Rules =
    [
        .. Manifests.OfType<V1ClusterRole>().SelectMany(r => r.Rules.Select(rule => (r.Metadata.Name, rule))),
        .. Manifests.OfType<V1Role>().SelectMany(r => r.Rules.Select(rule => (r.Metadata.Name, rule))),
    ];

    [Fact]
    public void Nothing_is_allowed_by_wildcard() => Assert.All(Rules, entry =>
        Assert.DoesNotContain("*", (string[])[.. entry.Rule.ApiGroups ?? [], .. entry.Rule.Resources ?? [], .. entry.Rule.Verbs, .. entry.Rule.NonResourceURLs ?? []]));

    [Fact]
    public void Only_the_provisioner_of_volumes_writes() => Assert.Equal(
        [
            "local-path-provisioner: create delete pods",
            "talos-observability-local-path-provisioner: create delete patch persistentvolumes",
            "talos-observability-local-path-provisioner: create patch events",
        ],
        Rules.Where(entry => entry.Rule.Verbs.Except(Reading).Any())
            .Select(entry => $"{entry.Role}: {string.Join(' ', entry.Rule.Verbs.Except(Reading).Order(StringComparer.Ordinal))} {string.Join(' ', entry.Rule.Resources)}")
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Secrets_are_read_for_routes_alone_and_only_where_routes_are_watched()
    {
        var role = Assert.Single(Rules.Where(entry => entry.Rule.Resources?.Contains("secrets") == true).Select(entry => entry.Role));
        Assert.DoesNotContain(Manifests.OfType<V1ClusterRoleBinding>(), binding => binding.RoleRef.Name == role);
        var watched = Manifests.Workloads.Single(w => w.Name == "traefik").Container.Args.Single(a => a.StartsWith("--providers.kubernetesingress.namespaces=", StringComparison.Ordinal)).Split('=')[1].Split(',');
        Assert.Equal(watched.Order(StringComparer.Ordinal),
            Manifests.OfType<V1RoleBinding>().Where(b => b.RoleRef.Name == role).Select(b => b.Metadata.NamespaceProperty).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nobody_may_run_commands_in_pods_or_act_as_others() => Assert.All(Rules, entry =>
    {
        Assert.Empty((entry.Rule.Resources ?? []).Intersect(["pods/exec", "pods/attach", "pods/portforward", "nodes/proxy", "serviceaccounts/token", "clusterroles", "roles"]));
        Assert.Empty(entry.Rule.Verbs.Intersect(["escalate", "bind", "impersonate", "deletecollection"]));
    });

    [Fact]
    public void Kube_state_metrics_may_list_exactly_what_it_reports()
    {
        var reported = Manifests.Workloads.Single(w => w.Name == "kube-state-metrics").Container.Args.Single(a => a.StartsWith("--resources=", StringComparison.Ordinal)).Split('=')[1].Split(',');
        Assert.Equal(reported.Order(StringComparer.Ordinal),
            Rules.Where(entry => entry.Role == "talos-observability-kube-state-metrics").SelectMany(entry => entry.Rule.Resources).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("secrets", reported);
        Assert.DoesNotContain("configmaps", reported);
    }

    [Fact]
    public void Cluster_wide_names_cannot_meet_those_of_others() =>
        Assert.All(Manifests.All.Where(m => m.Object is V1ClusterRole or V1ClusterRoleBinding or V1StorageClass), m => Assert.StartsWith("talos-observability", m.Object.Metadata.Name, StringComparison.Ordinal));

    [Fact]
    public void Every_rule_says_why()
    {
        foreach (var path in Manifests.All.Where(m => m.Object is V1ClusterRole or V1Role).Select(m => m.File).Distinct())
        {
            var lines = File.ReadAllLines(Path.Combine(Repository.Root, path));
            for (var i = 1; i < lines.Length; i++)
            {
                if (!lines[i].StartsWith("  - apiGroups:", StringComparison.Ordinal))
                    continue;

                // Neighbouring rules may share a reason: look back over the rule before.
                var j = i - 1;
                while (!lines[j].StartsWith("rules:", StringComparison.Ordinal) && !lines[j].StartsWith("  #", StringComparison.Ordinal))
                    j--;
                Assert.True(lines[j].StartsWith("  #", StringComparison.Ordinal), $"{path}:{i + 1} has no reason");
            }
        }
    }
}
