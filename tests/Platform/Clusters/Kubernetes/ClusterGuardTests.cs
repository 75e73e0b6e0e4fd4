using k8s;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Kubernetes;

/// <summary>Clusters that nobody meant stay untouched.</summary>
public sealed class ClusterGuardTests
{
    [Theory]
    [InlineData("https://127.0.0.1:6443", true), InlineData("https://localhost:6443", true), InlineData("https://10.1.2.3", true), InlineData("https://192.168.1.1:6443", true)]
    [InlineData("https://[::1]:6443", true), InlineData("https://[fd00::1]:6443", true)]
    [InlineData("https://8.8.8.8", false), InlineData("https://169.254.169.254", false), InlineData("https://172.32.0.1", false)]
    public async Task A_public_server_needs_to_be_allowed(string server, bool local)
    {
        var context = Context("shop", server);
        if (!local)
            Assert.Contains("--allow-context shop", (await Assert.ThrowsAsync<PlatformException>(() => Check([]))).Message, StringComparison.Ordinal);
        else
            await Check([]);
        await Check(["shop"]);

        Task Check(string[] allowed) => ClusterGuard.RequireLocalAsync(context, allowed, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("shop", "https://10.0.0.1/", true), InlineData("shop", "https://10.0.0.2/", false), InlineData("other", "https://10.0.0.1/", false)]
    public void The_server_must_be_the_one_deployed_to_before(string name, string server, bool same)
    {
        var state = new KubernetesState { Context = name, Server = server };
        if (same)
            ClusterGuard.RequireSame("dev", state, Context("shop", "https://10.0.0.1"));
        else
            Assert.Contains("\"https://10.0.0.1/\"", Assert.Throws<PlatformException>(() => ClusterGuard.RequireSame("dev", state, Context("shop", "https://10.0.0.1"))).Message, StringComparison.Ordinal);
        ClusterGuard.RequireSame("dev", null, Context("shop", "https://10.0.0.1"));
    }

    [Theory]
    [InlineData("kind-dvе", "has no context"), InlineData("kind-de", "did you mean \"kind-dev\"?")]
    public async Task An_unknown_context_names_the_nearest(string context, string message)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("config", """
            apiVersion: v1
            kind: Config
            clusters: [{ name: c, cluster: { server: "https://127.0.0.1:1" } }]
            users: [{ name: u, user: { token: t } }]
            contexts: [{ name: kind-dev, context: { cluster: c, user: u } }]
            """);
        Assert.Contains(message, (await Assert.ThrowsAsync<PlatformException>(() => ClusterContext.ReadAsync(file, context, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Equal("https://127.0.0.1:1/", (await ClusterContext.ReadAsync(file, "kind-dev", TestContext.Current.CancellationToken)).Server.ToString());
    }

    [Fact]
    public async Task A_missing_or_broken_kubeconfig_is_an_error_in_words()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no kubeconfig", (await Assert.ThrowsAsync<PlatformException>(() => ClusterContext.ReadAsync(Path.Combine(folder.Path, "none"), null, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        var broken = folder.Write("broken", "clusters: [");
        Assert.Contains("cannot be used", (await Assert.ThrowsAsync<PlatformException>(() => ClusterContext.ReadAsync(broken, null, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.20.2", "1.20.2", null), InlineData("v1.31.4+k3s1", "1.31.4+k3s1", null), InlineData("v1.19.0", "1.19.0", "older"), InlineData("v1.40.0", "1.40.0", "newer")]
    public void Versions_outside_of_what_the_manifests_are_for_are_doubted(string version, string text, string? doubt)
    {
        var read = ClusterVersion.Of(new() { ["gitVersion"] = version });
        Assert.Equal(text, read.Text);
        Assert.Equal(doubt is null, read.Doubt is null);
        Assert.Contains(doubt ?? "", read.Doubt ?? "", StringComparison.Ordinal);
    }

    private static ClusterContext Context(string name, string server) => new("kubeconfig", name, new KubernetesClientConfiguration { Host = server });
}
