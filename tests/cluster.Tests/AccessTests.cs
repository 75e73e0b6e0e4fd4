using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TalosPlatform.Tests.Cluster;

/// <summary>The sample roles of stack/rbac, by what the API server refuses to those who have them: real requests, made as a member of the role's group.</summary>
public sealed class AccessTests(RunningCluster running)
{
    private const string Space = "access";

    // A developer, an operator, an admin: "y" is allowed.
    private const string Table =
        """
        yyy GET api/v1/namespaces/access/pods
        yyy GET apis/apps/v1/namespaces/access/deployments
        yyy GET api/v1/namespaces/access/events
        yyy GET api/v1/namespaces/access/resourcequotas
        nyy GET api/v1/namespaces/access/secrets
        nnn GET api/v1/namespaces/default/pods
        nnn GET api/v1/pods
        nnn GET api/v1/nodes
        nnn GET api/v1/namespaces
        nny GET apis/rbac.authorization.k8s.io/v1/namespaces/access/roles
        nnn GET apis/rbac.authorization.k8s.io/v1/clusterroles
        nnn GET api/v1/namespaces/kube-system/secrets
        yyy DELETE api/v1/namespaces/access/pods/absent
        nyy DELETE apis/apps/v1/namespaces/access/deployments/absent
        nnn DELETE api/v1/namespaces/access/resourcequotas/absent
        nnn DELETE api/v1/namespaces/access/limitranges/absent
        nny DELETE apis/networking.k8s.io/v1/namespaces/access/networkpolicies/absent
        nny DELETE api/v1/namespaces/access/serviceaccounts/absent
        nnn DELETE api/v1/namespaces/access
        nyy POST api/v1/namespaces/access/pods/absent/exec?command=sh&stdout=true
        nnn POST api/v1/namespaces/access/serviceaccounts/default/token
        """;

    [Fact]
    public async Task Each_role_is_refused_what_it_does_not_need()
    {
        await ApplyRolesAsync();
        var seen = new List<string>();
        foreach (var line in Table.Split('\n', StringSplitOptions.TrimEntries))
        {
            var (method, path) = (line.Split(' ')[1], line.Split(' ')[2]);
            var answers = "";
            foreach (var role in (string[])["developer", "operator", "admin"])
                answers += await AskAsync(role, method, path) == HttpStatusCode.Forbidden ? 'n' : 'y';
            seen.Add($"{answers} {method} {path}");
        }

        Assert.Equal(Table.ReplaceLineEndings("\n"), string.Join('\n', seen));
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

    [Fact]
    public async Task A_container_above_its_memory_limit_is_killed_and_its_status_says_why()
    {
        const string pod = """
            apiVersion: v1
            kind: Pod
            metadata: { name: greedy, namespace: default }
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 0
              containers:
                - name: greedy
                  image: localhost/reference/busybox:1
                  command: [sh, -c, "x=0123456789abcdef; while :; do x=$x$x; done"]
                  resources: { limits: { cpu: 500m, memory: 16Mi } }
            """;
        await running.KubectlAsync(["delete", "pod", "greedy", "--ignore-not-found", "--now"]);
        await running.KubectlAsync(["apply", "--filename=-"], pod);
        var ended = await RunningCluster.EventuallyAsync(
            () => running.KubectlAsync(["get", "pod", "greedy", "--output=jsonpath={.status.containerStatuses[0].state.terminated.reason}"]),
            reason => reason.Trim().Length > 0);
        Assert.Equal("OOMKilled", ended.Trim());
    }

    [Fact]
    public async Task Prometheus_may_read_what_the_api_server_refuses_and_no_secret()
    {
        // Refused at admission: an admin who gives away more than an admin has, and a pod above the limit range.
        await ApplyRolesAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("admin", "POST", $"apis/rbac.authorization.k8s.io/v1/namespaces/{Space}/roles", Role("nodes", "get")));
        await ApplyFolderAsync("stack/quotas/small", "refusals");
        await running.KubectlAsync(["apply", "--filename=-"], "apiVersion: v1\nkind: Namespace\nmetadata: { name: observability }\n");
        await running.KubectlAsync(["apply", "--filename=-"], await File.ReadAllTextAsync(Path.Combine(Root(), "stack", "prometheus", "rbac.yaml"), TestContext.Current.CancellationToken));
        var pod = JsonNode.Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"large"},"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"memory":"1Gi"}}}]}}""")!.AsObject();
        using var client = await running.ConnectAsync();
        using var content = new StringContent(pod.ToJsonString(), Encoding.UTF8, "application/json");
        using (var answer = await client.PostAsync("api/v1/namespaces/refusals/pods", content, TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);

        client.DefaultRequestHeaders.Add("Impersonate-User", "system:serviceaccount:observability:prometheus");
        var metrics = await client.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        Assert.Matches("""(?m)^apiserver_request_total\{(?=[^}]*code="403")(?=[^}]*resource="roles")(?=[^}]*verb="POST")[^}]*\} [1-9]""", metrics);
        Assert.Matches("""(?m)^apiserver_admission_controller_admission_duration_seconds_count\{name="LimitRanger",operation="CREATE",rejected="true",type="validate"\} [1-9]""", metrics);
        Assert.Contains("\nauthentication_attempts{result=\"success\"} ", metrics, StringComparison.Ordinal);
        using var refused = await client.GetAsync("api/v1/secrets", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private async Task ApplyRolesAsync()
    {
        await Task.WhenAll(((string[])["developer", "operator", "admin"]).Select(role => ApplyFolderAsync($"stack/rbac/{role}", Space)));
    }

    // The manifests themselves, file by file: the node does not see this machine's files.
    private async Task ApplyFolderAsync(string folder, string space)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await running.KubectlAsync(["apply", "--filename=-"], $"apiVersion: v1\nkind: Namespace\nmetadata: {{ name: {space} }}\n");
        var files = Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.yaml").Where(f => Path.GetFileName(f) != "kustomization.yaml").Order(StringComparer.Ordinal);
        var manifest = string.Join("\n---\n", await Task.WhenAll(files.Select(file => File.ReadAllTextAsync(file, cancellation))));
        await running.KubectlAsync(["apply", $"--namespace={space}", "--filename=-"], manifest);
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
