using System.Net;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Tests.Clusters.Kubernetes;
using static TalosPlatform.Tests.Clusters.Kubernetes.ScriptedServer;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>What is sent for an object, by the state it is in.</summary>
public sealed class ServerSideApplyTests
{
    private const string Ending = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"n","uid":"1","resourceVersion":"5","deletionTimestamp":"2026-01-01T00:00:00Z","managedFields":[{"manager":"talos-dev","operation":"Apply"}]}}""";
    private static readonly Uri Root = new("https://10.0.0.1:6443/");

    [Fact]
    public async Task An_object_that_is_being_deleted_is_waited_out_and_made_anew()
    {
        var handler = new ScriptedServer(
            Answer(HttpStatusCode.OK, """{"resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["list","delete"]}]}"""),
            Answer(HttpStatusCode.OK, Ending),
            Answer(HttpStatusCode.OK, """{"metadata":{"resourceVersion":"6"},"items":[]}"""),
            Answer(HttpStatusCode.Created, """{"metadata":{"uid":"2","resourceVersion":"7"}}"""));
        using var server = new ApiServer(Root, handler, TimeProvider.System);
        var manifest = Manifest.ReadAll("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: n }\n", "test").Single();
        var live = new LiveObject(manifest.Key, new ApiResource("v1", "ConfigMap", "configmaps", true, true), JsonNode.Parse(Ending)!.AsObject());
        var answers = new List<JsonObject>();
        var counts = await new ServerSideApply(server, new ApiResources(server), force: false, TimeProvider.System)
            .ApplyAsync([manifest], new Dictionary<(string, string, string?, string), LiveObject> { [manifest.Key.Identity] = live }, (_, json) => answers.Add(json), TestContext.Current.CancellationToken);

        Assert.Equal(new ApplyCounts(0, 1, 0), counts);
        Assert.Equal("2", Assert.Single(answers)["metadata"]!["uid"]!.GetValue<string>());
        Assert.Equal(["GET /api/v1", "PATCH /api/v1/namespaces/n/configmaps/a", "GET /api/v1/namespaces/n/configmaps", "PATCH /api/v1/namespaces/n/configmaps/a"], handler.Requests.Select(r => r.Split('?')[0]));
    }
}
