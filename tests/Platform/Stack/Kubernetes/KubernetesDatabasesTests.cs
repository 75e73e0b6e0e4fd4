using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Databases;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Tests.Clusters.Kubernetes;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Databases on a cluster that remembers: the real manifests, rendered by the real kubectl.</summary>
public sealed class KubernetesDatabasesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryCluster _cluster = new();
    private readonly StringWriter _output = new();

    private KubernetesStateFile State => new(Path.Combine(_folder.Path, "kubernetes.json"));

    [Fact]
    public async Task A_database_comes_with_storage_secrets_and_the_way_to_it_and_a_second_time_nothing_is_written()
    {
        var access = Assert.Single(await DeployAsync("postgres"));
        Assert.Equal(new DatabaseAccess("postgres", "postgres.databases.svc", 5432, "app", "app", null, "postgres-connection"), access);
        Assert.Superset(
            new HashSet<string> { "StatefulSet databases/postgres", "PersistentVolumeClaim databases/postgres", "StorageClass talos-observability-local", "Deployment observability-storage/local-path-provisioner", "Secret databases/postgres-credentials", "Secret default/postgres-connection" },
            _cluster.Objects.ToHashSet());
        Assert.Equal("postgres", Volume("postgres")["persistentVolumeClaim"]!["claimName"]!.GetValue<string>());
        Assert.Equal("api/v1/namespaces/databases/services/postgres:http/proxy/", State.Read()!.Services["postgres"].Path);
        var writes = _cluster.Writes;
        await DeployAsync("postgres");
        Assert.Equal(writes, _cluster.Writes);
    }

    [Fact]
    public async Task Those_of_an_earlier_run_stay_even_where_the_workspace_forgot_them()
    {
        await DeployAsync("redis");
        var password = Password("redis");
        File.Delete(Path.Combine(_folder.Path, "kubernetes.json"));
        Assert.Equal(["mysql"], (await DeployAsync("mysql")).Select(d => d.Name));
        Assert.Contains("StatefulSet databases/redis", _cluster.Objects);
        Assert.Equal(["mysql", "redis"], State.Read()!.Services.Keys);
        Assert.Equal(password, Password("redis"));
    }

    [Fact]
    public async Task One_whose_image_cannot_be_pulled_is_left_out_with_the_reason()
    {
        _cluster.Unpullable = "library/mongo";
        Assert.Equal(["redis"], (await DeployAsync("mongodb", "redis")).Select(d => d.Name));
        Assert.Contains("cannot be pulled", State.Read()!.Services["mongodb"].LeftOut, StringComparison.Ordinal);
        Assert.DoesNotContain("StatefulSet databases/mongodb", _cluster.Objects);
        Assert.DoesNotContain("Secret databases/mongodb-credentials", _cluster.Objects);
        Assert.Contains("- left out: mongodb (image \"docker.io/library/mongo", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_storage_data_lives_in_the_pod_and_it_does_so_until_the_database_is_removed()
    {
        _cluster.Unpullable = "local-path-provisioner";
        Assert.Equal(["redis"], (await DeployAsync("redis")).Select(d => d.Name));
        Assert.NotNull(Volume("redis")["emptyDir"]);
        Assert.Contains("the data of redis lives as long as the pod", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_cluster.Objects, o => o.StartsWith("PersistentVolumeClaim", StringComparison.Ordinal) || o.StartsWith("StorageClass", StringComparison.Ordinal));

        _cluster.Unpullable = null;
        await DeployAsync("redis", "postgres");
        Assert.NotNull(Volume("redis")["emptyDir"]);
        Assert.NotNull(Volume("postgres")["persistentVolumeClaim"]);
    }

    [Fact]
    public async Task Data_outlives_settings_that_would_have_none()
    {
        await DeployAsync("redis");
        await DeployAsync(s => s with { Stack = s.Stack with { Without = ["local-path-storage"] } }, "redis", "postgres");
        Assert.NotNull(Volume("redis")["persistentVolumeClaim"]);
        Assert.NotNull(Volume("postgres")["emptyDir"]);
        _cluster.Unpullable = "library/redis";
        await DeployAsync("postgres");
        Assert.Contains("PersistentVolumeClaim databases/redis", _cluster.Objects);
    }

    [Fact]
    public async Task Storage_of_the_stack_is_not_brought_a_second_time()
    {
        State.Update(s => s with { Services = s.Services.SetItem("local-path-storage", new DeployedService("stack", "1", null, null, [])) });
        await DeployAsync("redis");
        Assert.NotNull(Volume("redis")["persistentVolumeClaim"]);
        Assert.DoesNotContain("StorageClass talos-observability-local", _cluster.Objects);
    }

    [Fact]
    public async Task Applications_find_the_way_in_their_own_namespaces_and_nobody_is_told_a_password()
    {
        State.Update(s => s with { Services = s.Services.SetItem("shop", new DeployedService("sample", "1", null, null, [new DeployedWorkload("apps/v1", "Deployment", "shop", "shop")])) });
        await DeployAsync("redis", "mysql");
        Assert.Superset(new HashSet<string> { "Secret shop/redis-connection", "Secret default/redis-connection", "Secret shop/mysql-connection" }, _cluster.Objects.ToHashSet());
        Assert.DoesNotContain(Password("redis"), _output + await File.ReadAllTextAsync(Path.Combine(_folder.Path, "kubernetes.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(Password("mysql"), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _cluster.Dispose();
        _output.Dispose();
    }

    private Task<ImmutableArray<DatabaseAccess>> DeployAsync(params string[] names) => DeployAsync(s => s, names);

    private async Task<ImmutableArray<DatabaseAccess>> DeployAsync(Func<RunSettings, RunSettings> change, params string[] names)
    {
        var kubectl = await RealTools.RequireAsync("kubectl");
        var settings = change(new RunSettings());
        var clock = new ScriptedServer.Impatient();
        var progress = new LineProgressReporter(_output);
        var server = _cluster.Connect();
        var deployer = new SetDeployer(server, new ApiResources(server), State, force: false, progress, clock);
        var kustomizer = new Kustomizer(new ProcessCommandRunner(new Redactor(), TimeProvider.System), kubectl.Binaries["kubectl"]);
        var images = new ImageSubstitution(new Dictionary<string, string>(), [], new Dictionary<string, string>());
        return await new KubernetesDatabases(new Workspace(_folder.Path, Repository.Root), settings, kustomizer, images, server, deployer, State, progress).DeployAsync(names, TestContext.Current.CancellationToken);
    }

    private JsonObject Volume(string name) => _cluster.Get($"statefulsets/{name}")["spec"]!["template"]!["spec"]!["volumes"]!.AsArray().OfType<JsonObject>().Single(v => v["name"]!.GetValue<string>() == "data");

    private string Password(string name) => Encoding.UTF8.GetString(Convert.FromBase64String(_cluster.Get($"secrets/{name}-credentials")["data"]!["password"]!.GetValue<string>()));
}
