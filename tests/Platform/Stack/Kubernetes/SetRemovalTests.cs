using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Tests.Clusters.Kubernetes;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>In which order a set goes.</summary>
public sealed class SetRemovalTests
{
    private const string Ours = """
        "labels":{"talos-dev.io/set":"dev.stack","app.kubernetes.io/name":"local-path-storage"},"managedFields":[{"manager":"talos-dev","operation":"Apply"}]
        """;

    [Fact]
    public async Task Whatever_empties_volumes_goes_after_the_last_of_them_whoever_had_claimed_it()
    {
        using var cluster = new MemoryCluster();
        cluster.Add($$$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"provisioner","namespace":"storage","uid":"p",{{{Ours}}}}}""");
        cluster.Add($$$"""{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"local","uid":"c",{{{Ours}}}}}""");
        cluster.Add("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"kept","namespace":"shop","uid":"k"}}""");
        cluster.Add("""{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"in-use","uid":"1"},"spec":{"storageClassName":"local","claimRef":{"uid":"k"}}}""");
        cluster.Add("""{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"of-another-class","uid":"2"},"spec":{"storageClassName":"other","claimRef":{"uid":"gone"}}}""");
        cluster.AddUntil("""{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"of-a-database","uid":"3"},"spec":{"storageClassName":"local","claimRef":{"uid":"gone"}}}""", 3);
        using var server = cluster.Connect();
        using var output = new StringWriter();
        var progress = new LineProgressReporter(output);
        await progress.StepAsync("removing", step =>
            new SetRemoval(server, new ApiResources(server), progress, new ScriptedServer.Impatient()).RemoveAsync(new AppliedSet("dev", "stack"), step, TestContext.Current.CancellationToken));
        Assert.Equal("PersistentVolume of-a-database", cluster.Gone[0]);
        Assert.Equal(["Deployment storage/provisioner", "StorageClass local"], cluster.Gone.Skip(1).Order(StringComparer.Ordinal));
    }
}
