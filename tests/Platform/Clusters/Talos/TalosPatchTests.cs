using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared;
using YamlDotNet.Serialization;

namespace TalosPlatform.Tests.Clusters.Talos;

/// <summary>Patches say the same in both dialects of configuration, and none says a word of the other's.</summary>
public sealed class TalosPatchTests
{
    private static readonly TalosImage Old = TalosImage.Of("talos", "1.13.9");
    private static readonly TalosImage New = TalosImage.Of("talos", "1.14.0-rc.1");

    [Fact]
    public void Before_1_14_there_is_one_document()
    {
        var document = Assert.Single(Documents(TalosPatches.ControlPlane(Old, schedulable: true)));
        Assert.Equal("0.0.0.0", At(document, "cluster", "controllerManager", "extraArgs", "bind-address"));
        Assert.Equal("0.0.0.0", At(document, "cluster", "scheduler", "extraArgs", "bind-address"));
        Assert.Equal("0.0.0.0:10249", At(document, "cluster", "proxy", "extraArgs", "metrics-bind-address"));
        Assert.Equal("http://0.0.0.0:2381", At(document, "cluster", "etcd", "extraArgs", "listen-metrics-urls"));
        Assert.Equal("true", At(document, "cluster", "etcd", "extraArgs", "unsafe-no-fsync"));
        Assert.Equal("Policy", At(document, "cluster", "apiServer", "auditPolicy", "kind"));
        Assert.Equal("true", At(document, "cluster", "allowSchedulingOnControlPlanes"));
        Assert.DoesNotContain("allowScheduling", TalosPatches.ControlPlane(Old, schedulable: false), StringComparison.Ordinal);
    }

    [Fact]
    public void From_1_14_on_there_is_a_document_a_component()
    {
        var documents = Documents(TalosPatches.ControlPlane(New, schedulable: true));
        Assert.Equal([null, "KubeControllerManagerConfig", "KubeSchedulerConfig", "KubeProxyConfig", "KubeAuditPolicyConfig", "KubeNodeConfig"], documents.Select(d => d.GetValueOrDefault("kind")?.ToString()));
        Assert.Equal("0.0.0.0", At(documents[1], "extraArgs", "bind-address"));
        Assert.Equal("0.0.0.0", At(documents[2], "extraArgs", "bind-address"));
        Assert.Equal("0.0.0.0:10249", At(documents[3], "extraArgs", "metrics-bind-address"));
        Assert.Equal("delete", At(documents[5], "taints", "node-role.kubernetes.io/control-plane", "$patch"));
        // These parts of the old document conflict with the new ones; etcd has none of its own yet.
        Assert.Equal(["etcd"], ((Dictionary<object, object>)documents[0]["cluster"]).Keys);
        Assert.DoesNotContain("KubeNodeConfig", TalosPatches.ControlPlane(New, schedulable: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.13.9", false)]
    [InlineData("v1.13.0-beta.0", false)]
    [InlineData("1.14.0-alpha.0", true)]
    [InlineData("2.0.0", true)]
    public void The_tag_decides(string version, bool documents) => Assert.Equal(documents, TalosImage.Of("talos", version).IsMultiDocument);

    [Theory]
    [InlineData("latest")]
    [InlineData("1.13")]
    [InlineData("1.13.9; rm -rf /")]
    public void What_is_no_version_is_refused(string version) => Assert.Throws<PlatformException>(() => TalosImage.Of("talos", version));

    [Theory]
    [InlineData("localhost:5000", "*", "http://10.5.0.1:5000")]
    [InlineData("ghcr.io=http://127.0.0.1:5001", "ghcr.io", "http://10.5.0.1:5001")]
    [InlineData("ghcr.io=mirror.example.com", "ghcr.io", "https://mirror.example.com")]
    public void Mirrors_on_loopback_are_asked_at_the_gateway(string mirror, string registry, string url)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere nodes reach this machine by a name of Docker Desktop");
        var seen = NodeMirrors.AsSeenByNodes(RegistryMirror.Parse(mirror), System.Net.IPNetwork.Parse("10.5.0.0/24"));
        Assert.Equal((registry, url), (seen.Registry, seen.Url.ToString().TrimEnd('/')));
    }

    private static List<Dictionary<string, object>> Documents(string text) =>
        [.. text.Split("---\n").Select(t => new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(t))];

    private static string? At(Dictionary<string, object> document, params string[] path)
    {
        object? node = document[path[0]];
        foreach (var key in path.Skip(1))
            node = ((Dictionary<object, object>)node!)[key];
        return node?.ToString();
    }
}
