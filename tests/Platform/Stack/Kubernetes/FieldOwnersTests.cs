using System.Text.Json.Nodes;
using TalosPlatform.Stack.Kubernetes.Apply;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Whose an object is, read from its managed fields.</summary>
public sealed class FieldOwnersTests
{
    private const string Ours = """{"manager":"talos-dev","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{},"f:template":{".":{},"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}}}}}}}""";

    [Theory]
    // A controller writes fields of its own.
    [InlineData("""{"manager":"kube-controller-manager","operation":"Update","fieldsV1":{"f:status":{"f:replicas":{}},"f:metadata":{"f:annotations":{"f:deployment.kubernetes.io/revision":{}}}}}""", "")]
    // Somebody applied the same.
    [InlineData("""{"manager":"kubectl","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}}""", "kubectl")]
    [InlineData("""{"manager":"helm","operation":"Update","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}}}}}}}""", "helm")]
    // A sidecar injector adds a container beside ours.
    [InlineData("""{"manager":"injector","operation":"Update","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"b\"}":{".":{},"f:image":{}}}}}}}}""", "")]
    public void Others_who_own_what_we_own_want_the_object_too(string entry, string sharing) =>
        Assert.Equal(sharing, string.Join(",", FieldOwners.Sharing(Live(Ours, entry))));

    [Theory]
    [InlineData("""{"manager":"talos-dev","operation":"Apply","fieldsV1":{}}""", true)]
    [InlineData("""{"manager":"talos-dev","operation":"Update","fieldsV1":{}}""", false)]
    [InlineData("""{"manager":"kubectl","operation":"Apply","fieldsV1":{}}""", false)]
    public void Ours_is_what_we_applied(string entry, bool ours) => Assert.Equal(ours, FieldOwners.IsOurs(Live(entry)));

    [Fact]
    public void A_conflict_names_fields_and_their_owners()
    {
        var status = JsonNode.Parse("""
            {"details":{"causes":[
              {"reason":"FieldManagerConflict","message":"conflict with \"kubectl-edit\" using apps/v1","field":".spec.replicas"},
              {"reason":"FieldManagerConflict","message":"conflict with \"hpa\" using apps/v1","field":".spec.minReadySeconds"},
              {"reason":"FieldManagerConflict","message":"conflict with \"kubectl-edit\" using apps/v1","field":".spec.paused"}]}}
            """)!.AsObject();
        Assert.Equal("\"kubectl-edit\" owns \".spec.replicas\", \".spec.paused\"; \"hpa\" owns \".spec.minReadySeconds\"", ApplyErrors.Conflicts(status));
    }

    private static JsonObject Live(params string[] entries) => new() { ["metadata"] = new JsonObject { ["managedFields"] = new JsonArray([.. entries.Select(e => JsonNode.Parse(e))]) } };
}
