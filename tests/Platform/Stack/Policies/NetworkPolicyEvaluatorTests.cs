using System.Net;
using CsCheck;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Policies.NetworkPolicies;

namespace TalosPlatform.Tests.Stack.Policies;

/// <summary>What network policies allow and forbid, by the definition of the API.</summary>
public sealed class NetworkPolicyEvaluatorTests
{
    private const string Deny = "podSelector: {}, policyTypes: [Ingress, Egress]";

    private static readonly NetworkPeer Shop = NetworkPeer.Pod("shop", [new("app", "shop"), new("tier", "front")], [new PeerPort("http", 8080, "TCP"), new PeerPort("dns", 53, "UDP")]);
    private static readonly NetworkPeer Stock = NetworkPeer.Pod("shop", [new("app", "stock")]);
    private static readonly NetworkPeer Other = NetworkPeer.Pod("other", [new("app", "shop")], namespaceLabels: [new("team", "red")]);
    private static readonly NetworkPeer World = NetworkPeer.Outside(IPAddress.Parse("203.0.113.7"));

    [Fact]
    public void Without_a_policy_everything_passes() => Assert.True(new NetworkPolicyEvaluator([]).Evaluate(World, Shop, 8080).Allowed);

    [Fact]
    public void Default_deny_closes_both_directions_and_says_who_did()
    {
        var policies = Policies(Deny);
        Assert.Equal((false, "ingress", "shop/p0"), Told(policies.Evaluate(Other, Shop, 8080)));
        Assert.Equal((false, "egress", "shop/p0"), Told(policies.Evaluate(Shop, Other, 8080)));
        Assert.True(policies.Evaluate(Other, World, 443).Allowed);
    }

    [Fact]
    public void A_pod_reaches_itself_whatever_the_policies_say() => Assert.True(Policies(Deny).Evaluate(Shop, Shop, 8080).Allowed);

    // Ingress of the pod shop in namespace shop, by one rule.
    [Theory]
    [InlineData("{}", "other", 1, true)]
    [InlineData("{ from: [] }", "world", 1, true)]
    [InlineData("{ from: [{ podSelector: {} }] }", "stock", 1, true)]
    [InlineData("{ from: [{ podSelector: {} }] }", "other", 1, false)]
    [InlineData("{ from: [{ podSelector: { matchLabels: { app: stock } } }] }", "stock", 1, true)]
    [InlineData("{ from: [{ podSelector: { matchLabels: { app: shop } } }] }", "stock", 1, false)]
    [InlineData("{ from: [{ namespaceSelector: {} }] }", "other", 1, true)]
    [InlineData("{ from: [{ namespaceSelector: {} }] }", "world", 1, false)]
    [InlineData("{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } } }] }", "other", 1, true)]
    [InlineData("{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } } }] }", "stock", 1, false)]
    [InlineData("{ from: [{ namespaceSelector: { matchLabels: { team: red } }, podSelector: { matchLabels: { app: shop } } }] }", "other", 1, true)]
    [InlineData("{ from: [{ namespaceSelector: { matchLabels: { team: red } }, podSelector: { matchLabels: { app: stock } } }] }", "other", 1, false)]
    [InlineData("{ from: [{ namespaceSelector: { matchLabels: { team: red } } }, { podSelector: { matchLabels: { app: stock } } }] }", "stock", 1, true)]
    [InlineData("{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }", "world", 1, true)]
    [InlineData("{ from: [{ ipBlock: { cidr: 203.0.113.9/24 } }] }", "world", 1, true)]
    [InlineData("{ from: [{ ipBlock: { cidr: 203.0.113.0/24, except: [203.0.113.0/29] } }] }", "world", 1, false)]
    [InlineData("{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [203.0.113.64/26] } }] }", "world", 1, true)]
    [InlineData("{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }", "other", 1, false)]
    [InlineData("{ from: [{ ipBlock: { cidr: '::/0' } }] }", "world", 1, false)]
    [InlineData("{ ports: [{ port: 8080, protocol: TCP }] }", "world", 8080, true)]
    [InlineData("{ ports: [{ port: 8080 }] }", "world", 8080, true)]
    [InlineData("{ ports: [{ port: 8080, protocol: UDP }] }", "world", 8080, false)]
    [InlineData("{ ports: [{ port: http }] }", "world", 8080, true)]
    [InlineData("{ ports: [{ port: http }] }", "world", 8081, false)]
    [InlineData("{ ports: [{ port: dns }] }", "world", 53, false)]
    [InlineData("{ ports: [{ port: metrics }] }", "world", 8080, false)]
    [InlineData("{ ports: [{ protocol: TCP }] }", "world", 1, true)]
    [InlineData("{ ports: [{ protocol: UDP }] }", "world", 1, false)]
    [InlineData("{ ports: [{ port: 8000, endPort: 8080 }] }", "world", 8080, true)]
    [InlineData("{ ports: [{ port: 8000, endPort: 8080 }] }", "world", 8081, false)]
    [InlineData("{ ports: [{ port: 8000, endPort: 8080 }] }", "world", 7999, false)]
    [InlineData("{ from: [{ podSelector: {} }], ports: [{ port: 1 }] }", "stock", 2, false)]
    public void A_rule_allows(string rule, string from, int port, bool allowed) =>
        Assert.Equal(allowed, Policies($"podSelector: {{}}, policyTypes: [Ingress], ingress: [{rule}]").Evaluate(Named(from), Shop, port).Allowed);

    [Theory]
    [InlineData("matchLabels: { app: shop }", true)]
    [InlineData("matchLabels: { app: shop, tier: back }", false)]
    [InlineData("matchExpressions: [{ key: app, operator: In, values: [a, shop] }]", true)]
    [InlineData("matchExpressions: [{ key: app, operator: NotIn, values: [shop] }]", false)]
    [InlineData("matchExpressions: [{ key: absent, operator: NotIn, values: [x] }]", true)]
    [InlineData("matchExpressions: [{ key: absent, operator: In, values: [x] }]", false)]
    [InlineData("matchExpressions: [{ key: tier, operator: Exists }]", true)]
    [InlineData("matchExpressions: [{ key: tier, operator: DoesNotExist }]", false)]
    [InlineData("matchLabels: { app: shop }, matchExpressions: [{ key: tier, operator: DoesNotExist }]", false)]
    public void A_policy_isolates_the_pods_it_selects(string selector, bool isolated) =>
        Assert.Equal(!isolated, Policies($"podSelector: {{ {selector} }}, policyTypes: [Ingress]").Evaluate(Other, Shop, 8080).Allowed);

    // Which directions a policy is about.
    [Theory]
    [InlineData("podSelector: {}", false, true)]
    [InlineData("podSelector: {}, egress: []", false, true)]
    [InlineData("podSelector: {}, egress: [{ ports: [{ port: 1 }] }]", false, false)]
    [InlineData("podSelector: {}, policyTypes: [Egress]", true, false)]
    [InlineData("podSelector: {}, policyTypes: [Ingress], egress: [{ ports: [{ port: 1 }] }]", false, true)]
    [InlineData("podSelector: {}, ingress: [{}]", true, true)]
    public void Types_say_which_directions_are_isolated(string spec, bool comesIn, bool goesOut) =>
        Assert.Equal((comesIn, goesOut), (Policies(spec).Evaluate(Other, Shop, 8080).Allowed, Policies(spec).Evaluate(Shop, Other, 8080).Allowed));

    [Fact]
    public void Both_ends_must_allow_and_policies_add_up()
    {
        const string open = "podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [{ podSelector: {} }] }]";
        Assert.True(Policies(Deny, open).Evaluate(Shop, Stock, 80).Allowed);
        Assert.False(Policies(Deny, "podSelector: {}, policyTypes: [Ingress], ingress: [{}]").Evaluate(Shop, Stock, 80).Allowed);
        Assert.Equal((false, "ingress", "shop/p0, shop/p1"), Told(Policies(Deny, open).Evaluate(Other, Shop, 80)));
    }

    [Fact]
    public void A_further_allowing_policy_never_takes_away_what_was_allowed()
    {
        string[] rules = ["{}", "{ from: [{ podSelector: {} }] }", "{ ports: [{ port: 8080 }] }", "{ from: [{ namespaceSelector: { matchLabels: { team: red } } }] }", "{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }], ports: [{ port: 1, endPort: 99 }] }"];
        string Spec(string rule) => $"podSelector: {{}}, policyTypes: [Ingress], ingress: [{rule}]";
        NetworkPeer[] callers = [Stock, Other, World];
        Gen.Select(Any(rules), Any(rules), Any(callers), Any(1, 80, 8080)).Sample((first, second, caller, port) =>
            !Policies(Spec(first)).Evaluate(caller, Shop, port).Allowed || Policies(Spec(first), Spec(second)).Evaluate(caller, Shop, port).Allowed);
    }

    [Theory]
    [InlineData("podSelector: {}, policyTypes: [Both]", "is no type of policy")]
    [InlineData("podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/33 } }] }]", "is no block of addresses")]
    [InlineData("podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/9] } }] }]", "is not a part of")]
    [InlineData("podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }] }]", "cannot stand beside a selector")]
    [InlineData("podSelector: {}, ingress: [{ from: [{}] }]", "a peer must have")]
    [InlineData("podSelector: {}, ingress: [{ ports: [{ port: http, endPort: 90 }] }]", "needs a numbered")]
    [InlineData("podSelector: {}, ingress: [{ ports: [{ port: 90, endPort: 80 }] }]", "needs a numbered")]
    [InlineData("podSelector: {}, ingress: [{ ports: [{ port: 0 }] }]", "is no port")]
    [InlineData("podSelector: {}, ingress: [{ ports: [{ port: 1, protocol: ICMP }] }]", "is no protocol")]
    [InlineData("podSelector: { matchExpressions: [{ key: a, operator: In }] }", "needs values")]
    [InlineData("podSelector: { matchExpressions: [{ key: a, operator: Exists, values: [b] }] }", "takes no values")]
    [InlineData("podSelector: { matchExpressions: [{ key: a, operator: Equals, values: [b] }] }", "is not valid for")]
    public void What_the_api_server_refuses_is_told(string spec, string told)
    {
        var file = YamlFile.Parse(Yaml(spec, 0), "policy.yaml");
        NetworkPolicyReader.Read(file.Root!, "shop");
        Assert.Contains(told, Assert.Single(file.Findings).Message, StringComparison.Ordinal);
    }

    private static Gen<T> Any<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static NetworkPeer Named(string name) => name switch { "stock" => Stock, "other" => Other, _ => World };

    private static (bool, string, string) Told(NetworkVerdict verdict) => (verdict.Allowed, verdict.Direction, string.Join(", ", verdict.DeniedBy));

    private static NetworkPolicyEvaluator Policies(params string[] specs) => new(specs.Select((spec, i) =>
    {
        var file = YamlFile.Parse(Yaml(spec, i), "policy.yaml");
        var policy = NetworkPolicyReader.Read(file.Root!, "shop");
        Assert.Empty(file.Findings);
        return policy;
    }));

    private static string Yaml(string spec, int number) => $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p{number} }}\nspec: {{ {spec} }}";
}
