using System.Text.Json.Nodes;
using TalosPlatform.Stack.Kubernetes.Apply;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>What is sent to the cluster, and what is not because nothing would change.</summary>
public sealed class DesiredStateTests
{
    private const string Ours = """{"manager":"talos-dev","operation":"Apply","fieldsV1":{}}""";

    [Theory]
    [InlineData("""{"spec":{"replicas":1}}""", """{"spec":{"replicas":1,"strategy":{"type":"Recreate"}},"status":{}}""", true)]
    [InlineData("""{"spec":{"replicas":2}}""", """{"spec":{"replicas":1}}""", false)]
    [InlineData("""{"spec":{"cpu":"1000m"}}""", """{"spec":{"cpu":"1"}}""", true)]
    [InlineData("""{"spec":{"cpu":"100m"}}""", """{"spec":{"cpu":"1"}}""", false)]
    [InlineData("""{"spec":{"volume":{"emptyDir":{}}}}""", """{"spec":{"volume":{"emptyDir":{}}}}""", true)]
    [InlineData("""{"spec":{"ingress":[]}}""", """{"spec":{}}""", true)]
    [InlineData("""{"spec":{"args":["a","b"]}}""", """{"spec":{"args":["a","b","c"]}}""", false)]
    [InlineData("""{"spec":{"args":["a","b"]}}""", """{"spec":{"args":["b","a"]}}""", false)]
    [InlineData("""{"data":{"a":"1"}}""", """{"data":{"a":"1","b":"2"}}""", true)]
    [InlineData("""{"data":{"a":"1"}}""", """{}""", false)]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment"}""", """{}""", true)]
    [InlineData("""{"data":{"a":"1"}}""", """{"data":{"a":"1"},"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}}""", false)]
    [InlineData("""{"metadata":{"annotations":{"talos-dev.io/applied":"2"}}}""", """{"metadata":{"annotations":{"talos-dev.io/applied":"1"}}}""", false)]
    public void An_object_is_left_alone_when_it_has_all_that_is_wanted(string wanted, string live, bool holds)
    {
        var json = JsonNode.Parse(live)!.AsObject();
        if (json["metadata"] is not JsonObject metadata)
            json["metadata"] = metadata = [];
        metadata["managedFields"] = new JsonArray(JsonNode.Parse(Ours));
        Assert.Equal(holds, DesiredState.Holds(JsonNode.Parse(wanted)!.AsObject(), json));
    }

    [Fact]
    public void An_object_that_we_did_not_apply_is_sent() =>
        Assert.False(DesiredState.Holds(JsonNode.Parse("""{"data":{"a":"1"}}""")!.AsObject(), JsonNode.Parse("""{"data":{"a":"1"}}""")!.AsObject()));
}
