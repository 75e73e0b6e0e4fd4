using System.Text;
using System.Text.Json.Nodes;

namespace TalosPlatform.Tests.Cluster.Deployment;

/// <summary>DeployDatabase on a real cluster: servers that an application reaches, that are watched, and that go without a trace.</summary>
[Collection(DeployedPlatform.Collection)]
public sealed class DatabaseTests(RunningCluster running)
{
    private static readonly string[] Names = ["postgres", "redis"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Databases_serve_applications_are_watched_and_leave_nothing()
    {
        await running.ImportDatabasesAsync();
        await using var platform = await DeployedPlatform.PrepareAsync(running, "samples: []\nload: { levels: [1], levelDuration: 100ms }");
        var output = await platform.RunAsync(["DeployDatabase", "--database", .. Names]);
        Assert.All(Names, name => Assert.Contains($"{name}: {name}.databases.svc:", output, StringComparison.Ordinal));
        await ApplicationsConnectAsync();
        var again = await platform.RunAsync(["DeployDatabase", "--database", .. Names]);
        Assert.Matches(@"objects of databases: \d+: nothing to change", again);
        await RunningCluster.EventuallyAsync(() => SeriesAsync("{__name__=~\"pg_up|redis_up\", namespace=\"databases\"} == 1"), series => series.Count == Names.Length);

        // A server that hangs: its port still takes connections, and nobody answers them.
        var server = Processes("redis-server", await running.RequireAsync()).Single();
        Signal(server, "STOP");
        await RunningCluster.EventuallyAsync(() => SeriesAsync("ALERTS{alertname=\"RedisDown\", alertstate=\"firing\"}"), series => series.Count == 1);
        Signal(server, "CONT");
        await platform.RunAsync("ValidateDashboards");
        Assert.Equal("", string.Join('\n', Warnings(platform.Run, "postgres")));
        await RunningCluster.EventuallyAsync(() => SeriesAsync("ALERTS{alertname=\"RedisDown\"}"), series => series.Count == 0);

        await platform.RunAsync("CollectLogs");
        var told = output + again + string.Concat(Directory.EnumerateFiles(Path.Combine(platform.Workspace, "artifacts"), "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Contains("database system is ready to accept connections", told, StringComparison.Ordinal);
        Assert.All(await PasswordsAsync(), password => Assert.DoesNotContain(password, told + CommandLines(), StringComparison.Ordinal));

        await running.KubectlAsync(["delete", "pods", "--selector=client-of-databases", "--now"]);
        await platform.TeardownLeavesNothingAsync();
        await platform.TeardownLeavesNothingAsync();
        Assert.Equal("", (await running.KubectlAsync(["get", "namespace", "databases", "--ignore-not-found", "--output=name"])).Trim());
        Assert.Equal("", (await running.KubectlAsync(["get", "secrets", "--namespace=default", "--selector=app.kubernetes.io/part-of=databases", "--output=name"])).Trim());
    }

    // Applications that are told nothing but the names of the Secrets; one of them goes on as the load.
    private async Task ApplicationsConnectAsync()
    {
        var cluster = await running.RequireAsync();
        await running.ApplyAsync("database-clients.yaml");
        foreach (var (name, answer) in ((string, string)[])[("postgres", "1"), ("redis", "OK")])
            await RunningCluster.EventuallyAsync(async () => (await cluster.KubectlAsync(["logs", $"client-of-{name}"], null, Cancellation)).Output, log => log.Trim() == answer);
    }

    private static IEnumerable<string> Warnings(JsonNode run, string name) => run["dashboards"]!["findings"]!.AsArray()
        .Where(f => f!["file"]!.GetValue<string>() == $"dashboards/{name}.json" && f["severity"]!.GetValue<string>() != "info")
        .Select(f => $"{f!["pointer"]}: {f["message"]}");

    private async Task<JsonArray> SeriesAsync(string query)
    {
        var path = $"/api/v1/namespaces/observability/services/prometheus:http/proxy/api/v1/query?query={Uri.EscapeDataString(query)}";
        return JsonNode.Parse(await running.KubectlAsync(["get", "--raw", path]))!["data"]!["result"]!.AsArray();
    }

    private async Task<IReadOnlyList<string>> PasswordsAsync()
    {
        var secrets = JsonNode.Parse(await running.KubectlAsync(["get", "secrets", "--namespace=databases", "--selector=app.kubernetes.io/part-of=databases", "--output=json"]))!["items"]!.AsArray();
        var passwords = secrets.SelectMany(s => s!["data"]!.AsObject()).Select(d => Encoding.UTF8.GetString(Convert.FromBase64String(d.Value!.GetValue<string>()))).ToList();
        Assert.Equal(3 * Names.Length, passwords.Count);
        return passwords;
    }

    private static string CommandLines() => string.Join('\n', Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Select(p => Text(Path.Combine(p, "cmdline"))));

    // A node's processes are this machine's, in a control group of the node.
    private static IEnumerable<int> Processes(string program, ReferenceCluster cluster) => Directory.EnumerateDirectories("/proc").Select(p => int.TryParse(Path.GetFileName(p), out var pid) ? pid : 0)
        .Where(pid => pid > 0 && Text($"/proc/{pid}/cmdline").StartsWith(program, StringComparison.Ordinal) && Text($"/proc/{pid}/cgroup").Contains(cluster.Folder.ControlGroup, StringComparison.Ordinal));

    private static void Signal(int pid, string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{pid}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    // A process may end while it is looked at.
    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
