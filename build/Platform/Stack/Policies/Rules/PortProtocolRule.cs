using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>Ports without a protocol: it is part of the key that server-side apply merges lists by, and Kubernetes 1.20 refuses entries without it.</summary>
internal sealed class PortProtocolRule : IManifestRule
{
    public const string Id = "port-protocol";

    public void Check(ManifestSet manifests)
    {
        foreach (var port in manifests.Objects.SelectMany(Ports).Where(p => !p.Has("protocol")))
            port.Report("protocol", Id, $"port {port.Text("containerPort") ?? port.Text("port") ?? ""} names no protocol: write \"protocol: TCP\" (or UDP), or server-side apply fails on older clusters", Severity.Warning);
    }

    private static IEnumerable<YamlMapping> Ports(ManifestObject item) =>
        item.Kind == "Service" ? item.Root.Mapping("spec")?.Mappings("ports") ?? [] : item.Pod?.AllContainers.SelectMany(c => c.Mappings("ports")) ?? [];
}
