using k8s;
using k8s.Models;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Policies.NetworkPolicies;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>What the examples for namespaces of applications forbid: rights, traffic, pods.</summary>
public sealed class ApplicationPolicyTests
{
    private static readonly string[] Roles = ["developer", "operator", "admin"];

    private static readonly NetworkPeer App = NetworkPeer.Pod("shop", [new("app.kubernetes.io/name", "orders")]);
    private static readonly NetworkPeer Page = NetworkPeer.Pod("shop", [new("app.kubernetes.io/name", "store"), new("network.talos-observability/ingress", "true")]);

    private static readonly Dictionary<string, NetworkPeer> Others = new()
    {
        ["stock"] = NetworkPeer.Pod("shop", [new("app.kubernetes.io/name", "stock")]),
        ["stranger"] = NetworkPeer.Pod("other", [new("app.kubernetes.io/name", "orders")]),
        ["prometheus"] = NetworkPeer.Pod("observability", [new("app.kubernetes.io/name", "prometheus")]),
        ["false prometheus"] = NetworkPeer.Pod("other", [new("app.kubernetes.io/name", "prometheus")]),
        ["traefik"] = NetworkPeer.Pod("observability", [new("app.kubernetes.io/name", "traefik")]),
        ["tempo"] = NetworkPeer.Pod("observability", [new("app.kubernetes.io/name", "tempo")]),
        ["grafana"] = NetworkPeer.Pod("observability", [new("app.kubernetes.io/name", "grafana")]),
        ["dns"] = NetworkPeer.Pod("kube-system", [new("k8s-app", "kube-dns")]),
        ["world"] = NetworkPeer.Outside(System.Net.IPAddress.Parse("203.0.113.1")),
    };

    [Theory]
    [InlineData("stock", 8080, "TCP", true, true)]
    [InlineData("stranger", 8080, "TCP", false, false)]
    [InlineData("prometheus", 9100, "TCP", true, false)]
    [InlineData("false prometheus", 9100, "TCP", false, false)]
    [InlineData("traefik", 8080, "TCP", false, false)]
    [InlineData("grafana", 3000, "TCP", false, false)]
    [InlineData("tempo", 4318, "TCP", false, true)]
    [InlineData("tempo", 3200, "TCP", false, false)]
    [InlineData("dns", 53, "UDP", false, true)]
    [InlineData("dns", 53, "TCP", false, true)]
    [InlineData("dns", 9153, "TCP", false, false)]
    [InlineData("world", 443, "TCP", false, false)]
    public void The_network_policies_let_through(string other, int port, string protocol, bool comesIn, bool goesOut)
    {
        var policies = Policies();
        Assert.Equal((comesIn, goesOut), (policies.Evaluate(Others[other], App, port, protocol).Allowed, policies.Evaluate(App, Others[other], port, protocol).Allowed));
    }

    [Fact]
    public void Traefik_reaches_what_asks_for_it()
    {
        Assert.True(Policies().Evaluate(Others["traefik"], Page, 8080).Allowed);
        Assert.False(Policies().Evaluate(Others["grafana"], Page, 8080).Allowed);
    }

    [Fact]
    public void Every_role_has_the_rights_of_the_one_before_and_names_each()
    {
        HashSet<string> smaller = [];
        foreach (var role in Roles)
        {
            var rules = Manifests.In($"rbac/{role}").Select(m => m.Object).OfType<V1Role>().Single().Rules;
            Assert.All(rules, rule => Assert.DoesNotContain("*", (string[])[.. rule.ApiGroups, .. rule.Resources, .. rule.Verbs]));
            var rights = rules.SelectMany(r => r.ApiGroups.SelectMany(g => r.Resources.SelectMany(s => r.Verbs.Select(v => $"{v} {s}.{g}")))).ToHashSet();
            Assert.Equal(rules.Sum(r => r.ApiGroups.Count * r.Resources.Count * r.Verbs.Count), rights.Count);
            Assert.Empty(smaller.Except(rights));
            smaller = rights;
        }

        Assert.DoesNotContain(smaller, right => right.Contains("escalate", StringComparison.Ordinal) || right.Contains("impersonate", StringComparison.Ordinal) || right.StartsWith("bind ", StringComparison.Ordinal)
            || right.Contains("/token", StringComparison.Ordinal) || right.Contains("deletecollection", StringComparison.Ordinal));
        Assert.DoesNotContain(smaller, right => right.Split(' ')[0] is not ("get" or "list" or "watch") && right.Split(' ')[1] is "resourcequotas." or "limitranges." or "namespaces.");
    }

    [Theory]
    [InlineData("developer")]
    [InlineData("operator")]
    [InlineData("admin")]
    public void A_binding_gives_its_role_to_its_group_and_nobody_else(string role)
    {
        var binding = Manifests.In($"rbac/{role}").Select(m => m.Object).OfType<V1RoleBinding>().Single();
        Assert.Equal(("Role", $"talos-observability-{role}", $"talos-observability-{role}"), (binding.RoleRef.Kind, binding.RoleRef.Name, binding.Metadata.Name));
        Assert.Equal(["Group talos-observability:" + role + "s"], binding.Subjects.Select(s => $"{s.Kind} {s.Name}"));
    }

    [Fact]
    public async Task The_example_puts_everything_into_one_hardened_namespace()
    {
        var run = await Tool.RunAsync(Tool.Require("kubectl"), ["kustomize", Path.Combine(Manifests.StackRoot, "pod-security", "example")]);
        Assert.Equal((0, ""), (run.ExitCode, run.StandardError));
        var objects = Manifests.Parse(run.StandardOutput);
        var space = objects.OfType<V1Namespace>().Single();
        Assert.All(new[] { "enforce", "audit", "warn" }, mode => Assert.Equal("restricted", space.Metadata.Labels[$"pod-security.kubernetes.io/{mode}"]));
        Assert.All(objects.Where(o => o is not V1Namespace), o => Assert.Equal(space.Metadata.Name, o.Metadata.NamespaceProperty));
        Assert.Equal(
            ["LimitRange 1", "Namespace 1", "NetworkPolicy 6", "ResourceQuota 1", "Role 3", "RoleBinding 3"],
            objects.GroupBy(o => o.Kind).Select(g => $"{g.Key} {g.Count()}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("restricted")]
    public void A_component_enforces_its_level(string level)
    {
        var labels = Yaml.Load(Path.Combine(Manifests.StackRoot, "pod-security", level, "labels.yaml")).Get("metadata")!.Get("labels")!;
        Assert.Equal((level, "restricted", "restricted"), (labels.Text("pod-security.kubernetes.io/enforce"), labels.Text("pod-security.kubernetes.io/audit"), labels.Text("pod-security.kubernetes.io/warn")));
    }

    private static NetworkPolicyEvaluator Policies() => new(Manifests.In("network-policies").Select(m => NetworkPolicyReader.Read(YamlFile.Parse(KubernetesYaml.Serialize(m.Object), m.File).Root!, "shop")));
}
