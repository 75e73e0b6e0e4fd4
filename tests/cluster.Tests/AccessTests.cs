using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TalosPlatform.Tests.Cluster;

/// <summary>The sample roles of stack/rbac, by what the API server refuses to those who have them: real requests, made as a member of the role's group.</summary>
public sealed class AccessTests(RunningCluster running)
{
    private const string Space = "access";

    // Everybody's column: a developer, an operator, an admin. "y" is allowed.
    [Theory]
    [InlineData("GET", "api/v1/namespaces/access/pods", "yyy")]
    [InlineData("GET", "apis/apps/v1/namespaces/access/deployments", "yyy")]
    [InlineData("GET", "api/v1/namespaces/access/events", "yyy")]
    [InlineData("GET", "api/v1/namespaces/access/resourcequotas", "yyy")]
    [InlineData("GET", "api/v1/namespaces/access/secrets", "nyy")]
    [InlineData("GET", "api/v1/namespaces/default/pods", "nnn")]
    [InlineData("GET", "api/v1/pods", "nnn")]
    [InlineData("GET", "api/v1/nodes", "nnn")]
    [InlineData("GET", "api/v1/namespaces", "nnn")]
    [InlineData("GET", "apis/rbac.authorization.k8s.io/v1/namespaces/access/roles", "nny")]
    [InlineData("GET", "apis/rbac.authorization.k8s.io/v1/clusterroles", "nnn")]
    [InlineData("GET", "api/v1/namespaces/kube-system/secrets", "nnn")]
    [InlineData("DELETE", "api/v1/namespaces/access/pods/absent", "yyy")]
    [InlineData("DELETE", "apis/apps/v1/namespaces/access/deployments/absent", "nyy")]
    [InlineData("DELETE", "api/v1/namespaces/access/resourcequotas/absent", "nnn")]
    [InlineData("DELETE", "api/v1/namespaces/access/limitranges/absent", "nnn")]
    [InlineData("DELETE", "apis/networking.k8s.io/v1/namespaces/access/networkpolicies/absent", "nny")]
    [InlineData("DELETE", "api/v1/namespaces/access/serviceaccounts/absent", "nny")]
    [InlineData("DELETE", "api/v1/namespaces/access", "nnn")]
    [InlineData("POST", "api/v1/namespaces/access/pods/absent/exec?command=sh&stdout=true", "nyy")]
    [InlineData("POST", "api/v1/namespaces/access/serviceaccounts/default/token", "nnn")]
    public async Task Each_role_is_refused_what_it_does_not_need(string method, string path, string allowed)
    {
        await ApplyRolesAsync();
        var answers = new StringBuilder();
        foreach (var role in (string[])["developer", "operator", "admin"])
            answers.Append(await AskAsync(role, method, path) == HttpStatusCode.Forbidden ? 'n' : 'y');
        Assert.Equal(allowed, answers.ToString());
    }

    [Fact]
    public async Task An_operator_deploys_and_a_developer_does_not()
    {
        await ApplyRolesAsync();
        var map = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = $"made-{Guid.NewGuid():N}" } };
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("developer", "POST", $"api/v1/namespaces/{Space}/configmaps", map));
        Assert.Equal(HttpStatusCode.Created, await AskAsync("operator", "POST", $"api/v1/namespaces/{Space}/configmaps", map));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("operator", "POST", "api/v1/namespaces/default/configmaps", map));
    }

    [Fact]
    public async Task An_admin_gives_away_no_more_than_an_admin_has()
    {
        await ApplyRolesAsync();
        Assert.Equal(HttpStatusCode.Created, await AskAsync("admin", "POST", $"apis/rbac.authorization.k8s.io/v1/namespaces/{Space}/roles", Role("secrets", "get")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("admin", "POST", $"apis/rbac.authorization.k8s.io/v1/namespaces/{Space}/roles", Role("resourcequotas", "delete")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("admin", "POST", $"apis/rbac.authorization.k8s.io/v1/namespaces/{Space}/roles", Role("serviceaccounts/token", "create")));
        var binding = new JsonObject
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = "RoleBinding", ["metadata"] = new JsonObject { ["name"] = $"made-{Guid.NewGuid():N}" },
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "cluster-admin" },
        };
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("admin", "POST", $"apis/rbac.authorization.k8s.io/v1/namespaces/{Space}/rolebindings", binding));
    }

    [Fact]
    public async Task Who_has_no_role_is_refused_everything()
    {
        await ApplyRolesAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("visitor", "GET", $"api/v1/namespaces/{Space}/pods"));
    }

    [Fact]
    public async Task A_full_quota_refuses_a_pod_and_its_status_says_so()
    {
        await ApplyFolderAsync("stack/quotas/small", "quota-proof");
        await running.KubectlAsync(["--namespace=quota-proof", "create", "quota", "tiny", "--hard=pods=1"]);
        await running.KubectlAsync(["--namespace=quota-proof", "run", "first", "--restart=Never", "--image=localhost/reference/busybox:1", "--", "sleep", "600"]);
        using var client = await running.ConnectAsync();
        var full = await RunningCluster.EventuallyAsync(
            async () => TalosPlatform.Stack.Quotas.QuotaStatus.Findings(await new TalosPlatform.Stack.Quotas.QuotaReader(client).ReadAsync("quota-proof", TestContext.Current.CancellationToken)),
            findings => findings.Any(f => f.Rule == "quota-used-up"));
        Assert.Equal("resourcequotas/quota-proof/tiny", full.Single(f => f.Rule == "quota-used-up").File);

        var cluster = await running.RequireAsync();
        var refused = await cluster.KubectlAsync(["--namespace=quota-proof", "run", "second", "--restart=Never", "--image=localhost/reference/busybox:1"], null, TestContext.Current.CancellationToken);
        Assert.Contains("exceeded quota: tiny", refused.Error + refused.Output, StringComparison.Ordinal);

        // The limit range filled in what the pod did not say, and refuses what is too large.
        Assert.Equal("64Mi", (await running.KubectlAsync(["--namespace=quota-proof", "get", "pod", "first", "--output=jsonpath={.spec.containers[0].resources.limits.memory}"])).Trim());
        await running.KubectlAsync(["--namespace=quota-proof", "delete", "quota", "tiny"]);
        var large = await cluster.KubectlAsync(["--namespace=quota-proof", "run", "large", "--restart=Never", "--image=localhost/reference/busybox:1", "--overrides={\"spec\":{\"containers\":[{\"name\":\"large\",\"image\":\"localhost/reference/busybox:1\",\"resources\":{\"limits\":{\"memory\":\"300Mi\"}}}]}}"], null, TestContext.Current.CancellationToken);
        Assert.Contains("maximum memory usage per Container is 256Mi", large.Error + large.Output, StringComparison.Ordinal);
        await running.KubectlAsync(["delete", "namespace", "quota-proof", "--wait=false"]);
    }

    private async Task ApplyRolesAsync()
    {
        foreach (var role in (string[])["developer", "operator", "admin"])
            await ApplyFolderAsync($"stack/rbac/{role}", Space);
    }

    // The manifests themselves, file by file: the node does not see this machine's files.
    private async Task ApplyFolderAsync(string folder, string space)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await running.KubectlAsync(["apply", "--filename=-"], $"apiVersion: v1\nkind: Namespace\nmetadata: {{ name: {space} }}\n");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml").Order(StringComparer.Ordinal))
            await running.KubectlAsync(["apply", $"--namespace={space}", "--filename=-"], await File.ReadAllTextAsync(file, cancellation));
    }

    private async Task<HttpStatusCode> AskAsync(string role, string method, string path, JsonObject? body = null)
    {
        using var client = await running.ConnectAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Impersonate-User", $"ann the {role}");
        request.Headers.Add("Impersonate-Group", $"talos-observability:{role}s");
        if (body is not null || method == "POST")
            request.Content = new StringContent((body ?? []).ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static JsonObject Role(string resource, string verb) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = "Role", ["metadata"] = new JsonObject { ["name"] = $"made-{Guid.NewGuid():N}" },
        ["rules"] = new JsonArray(new JsonObject { ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray(resource), ["verbs"] = new JsonArray(verb) }),
    };

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TalosBuild.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
