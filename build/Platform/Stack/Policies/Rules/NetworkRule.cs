using System.Globalization;
using System.Net;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Policies.NetworkPolicies;

namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>Network policies that keep a pod from being scraped or from resolving names, and pods that have none.</summary>
internal sealed class NetworkRule : IManifestRule
{
    public const string ScrapeId = "scrape-blocked";
    public const string DnsId = "dns-blocked";
    public const string OpenId = "no-network-policy";

    // Addresses of pods, so that policies that allow a wide block let them pass.
    private static readonly NetworkPeer Prometheus = NetworkPeer.Pod("observability", [new("app.kubernetes.io/name", "prometheus"), new("app.kubernetes.io/part-of", "talos-observability")]) with { Address = IPAddress.Parse("10.244.0.9") };
    private static readonly NetworkPeer Dns = NetworkPeer.Pod("kube-system", [new("k8s-app", "kube-dns")], [new PeerPort("dns", 53, "UDP"), new PeerPort("dns-tcp", 53, "TCP")]) with { Address = IPAddress.Parse("10.244.0.10") };

    public void Check(ManifestSet manifests)
    {
        foreach (var (item, pod) in manifests.Workloads)
        {
            var peer = manifests.Peer(item);
            if (manifests.Policies.IsolatingIngress(peer).IsEmpty)
                item.Root.Report("metadata", OpenId, $"no network policy is about {item.Kind} \"{item.Name}\": every pod of the cluster reaches it; start with stack/network-policies", Severity.Info);
            if (manifests.Policies.Evaluate(peer, Dns, 53, "UDP") is { Allowed: false } silent)
                item.Root.Report("metadata", DnsId, $"{item.Kind} \"{item.Name}\" cannot resolve names: {Denied(silent)}; allow UDP and TCP 53 to kube-system", Severity.Warning);
            var annotations = pod.Annotations;
            if (annotations.GetValueOrDefault("prometheus.io/scrape") == "true"
                && int.TryParse(annotations.GetValueOrDefault("prometheus.io/port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && manifests.Policies.Evaluate(Prometheus, peer, port) is { Allowed: false } blocked)
                item.Root.Report("metadata", ScrapeId, $"Prometheus cannot scrape {item.Kind} \"{item.Name}\" on port {port}: {Denied(blocked)}; allow it from namespace observability", Severity.Warning);
        }
    }

    private static string Denied(NetworkVerdict verdict) => $"no {verdict.Direction} rule of {string.Join(", ", verdict.DeniedBy)} allows it";
}
