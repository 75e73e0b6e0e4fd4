using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MySqlConnector;
using Npgsql;
using TalosPlatform.Shared.Processes;

namespace TalosPlatform.Tests.Build;

/// <summary>DeployDatabase on the host provider, with the real servers and exporters, all on one cluster.</summary>
public class DatabaseTests
{
    private static readonly string[] Names = ["postgres", "mysql", "redis"];
    private static readonly string[] Alerts = ["PostgresDown", "MySqlDown", "RedisDown"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Databases_are_scraped_fill_their_dashboards_alert_when_they_die_come_back_and_leave_nothing()
    {
        await using var cluster = new HostCluster();
        cluster.Write(".talos-dev/config.yaml", "samples: []\nload: { levels: [1], levelDuration: 100ms }\n");
        var (exitCode, output) = await cluster.RunAsync(["DeployDatabase", "--database", .. Names, "mongodb"]);
        Assert.True(exitCode == 0, output);
        cluster.StateIsTrue();
        Assert.Contains("left out: mongodb (not in Debian", output, StringComparison.Ordinal);
        var available = Names.Where(n => cluster.State.Processes.ContainsKey(n) && cluster.State.Processes.ContainsKey($"{n}-exporter")).ToList();
        Assert.SkipWhen(available.Count < Names.Length, $"only {string.Join(", ", available)} can be had: {string.Join("; ", cluster.State.LeftOutDatabases)}");
        Assert.All(Names, name => Assert.Contains($"{name}: 127.0.0.1:{cluster.State.Processes[name].Ports[name].ToString(CultureInfo.InvariantCulture)}", output, StringComparison.Ordinal));
        Assert.DoesNotContain(Passwords(cluster), password => output.Contains(password, StringComparison.Ordinal));

        using var prometheus = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{cluster.State.Processes["prometheus"].Ports["http"].ToString(CultureInfo.InvariantCulture)}/") };
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel))
        {
            var load = LoadAsync(cluster, stop.Token);
            await UntilAsync(async () => await CountAsync(prometheus, "{__name__=~\"up|pg_up|mysql_up|redis_up\", namespace=\"databases\"} == 1") == 6, "all exporters and servers are up");
            await Task.Delay(TimeSpan.FromSeconds(8), Cancel);
            var dashboards = await cluster.RunAsync("ValidateDashboards");
            Assert.True(dashboards.ExitCode == 0, dashboards.Output);
            await stop.CancelAsync();
            await load.ContinueWith(_ => { }, TaskScheduler.Default);
            Assert.True(load.IsCanceled || load.IsCompletedSuccessfully, load.Exception?.ToString());
        }

        using (var run = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(cluster.Workspace, "artifacts", "run.json"), Cancel)))
        {
            var findings = run.RootElement.GetProperty("dashboards").GetProperty("findings").EnumerateArray()
                .Where(f => f.GetProperty("severity").GetString() != "info" && Names.Any(n => f.GetProperty("file").GetString() == $"dashboards/{n}.json"))
                .Select(f => $"{f.GetProperty("file").GetString()} {f.GetProperty("pointer").GetString()}: {f.GetProperty("message").GetString()}").ToList();
            Assert.True(findings.Count == 0, string.Join('\n', findings));
        }

        foreach (var name in Names)
            DetachedProcess.Kill(cluster.State.Processes[name].Process.Pid);
        await UntilAsync(async () => await CountAsync(prometheus, $"ALERTS{{alertname=~\"{string.Join('|', Alerts)}\", alertstate=\"firing\"}}") == Alerts.Length, "the alerts fire");
        Assert.Equal(0, (await cluster.RunAsync(["DeployDatabase", "--database", .. Names])).ExitCode);
        cluster.StateIsTrue();
        await UntilAsync(async () => await CountAsync(prometheus, $"ALERTS{{alertname=~\"{string.Join('|', Alerts)}\"}}") == 0, "the alerts are resolved");

        var status = await cluster.RunAsync("Status");
        Assert.All(Names, name => Assert.Matches($@"✓ {name} +running +{name}://127\.0\.0\.1:\d+", status.Output));
        await cluster.TeardownLeavesNothingAsync();
        await cluster.TeardownLeavesNothingAsync();
    }

    [Theory]
    [InlineData("DeployDatabase", "needs to know which database")]
    [InlineData("DeployDatabase --database postgers", "did you mean \"postgres\"?")]
    public async Task A_wrong_wish_is_refused(string arguments, string expected)
    {
        await using var cluster = new HostCluster();
        var (exitCode, output) = await cluster.RunAsync([.. arguments.Split(' '), "--skip", "ProvisionCluster", "DeployStack"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    // A little of everything: statements, rows, hits and misses, until it is told to stop.
    private static async Task LoadAsync(HostCluster cluster, CancellationToken stop)
    {
        var (postgres, mysql, redis) = (Port(cluster, "postgres"), Port(cluster, "mysql"), Port(cluster, "redis"));
        await using var first = new NpgsqlConnection($"Host=127.0.0.1;Port={postgres};Database=app;Username=app;Password={Password(cluster, "postgres", "app")}");
        await first.OpenAsync(stop);
        await using var second = new MySqlConnection($"Server=127.0.0.1;Port={mysql};Database=app;User ID=app;Password={Password(cluster, "mysql", "app")};SslMode=None");
        await second.OpenAsync(stop);
        using var third = new TcpClient();
        await third.ConnectAsync("127.0.0.1", int.Parse(redis, CultureInfo.InvariantCulture), stop);
        var stream = third.GetStream();
        using var answers = new StreamReader(stream);
        await SayAsync($"AUTH {Password(cluster, "redis", "default")}");
        foreach (var statement in (string[])["CREATE TABLE IF NOT EXISTS t (n INT)", "INSERT INTO t VALUES (1)"])
        {
            await RunAsync(statement);
        }

        while (true)
        {
            foreach (var statement in (string[])["INSERT INTO t VALUES (2)", "UPDATE t SET n = n + 1", "SELECT count(*) FROM t", "DELETE FROM t WHERE n > 20"])
                await RunAsync(statement);
            foreach (var command in (string[])["SET key 1", "GET key", "GET nothing", "INCR counter"])
                await SayAsync(command);
            await Task.Delay(50, stop);
        }

        async Task RunAsync(string statement)
        {
            await using var one = new NpgsqlCommand(statement, first);
            await one.ExecuteNonQueryAsync(stop);
            await using var other = new MySqlCommand(statement, second);
            await other.ExecuteNonQueryAsync(stop);
        }

        async Task SayAsync(string command)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), stop);
            var answer = await answers.ReadLineAsync(stop) ?? "";
            if (answer.StartsWith('$') && answer != "$-1")
                await answers.ReadLineAsync(stop);
        }
    }

    private static async Task<int> CountAsync(HttpClient prometheus, string expression)
    {
        using var answer = JsonDocument.Parse(await prometheus.GetStringAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}", Cancel));
        return answer.RootElement.GetProperty("data").GetProperty("result").GetArrayLength();
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(3); DateTime.UtcNow < deadline; await Task.Delay(500, Cancel))
        {
            if (await holds())
                return;
        }

        Assert.Fail($"It did not come to it that {what}.");
    }

    private static string Port(HostCluster cluster, string name) => cluster.State.Processes[name].Ports[name].ToString(CultureInfo.InvariantCulture);

    private static string Password(HostCluster cluster, string service, string account) => File.ReadAllText(Path.Combine(cluster.Folder, "secrets", service, account + ".password"));

    private static IEnumerable<string> Passwords(HostCluster cluster) =>
        Directory.EnumerateFiles(Path.Combine(cluster.Folder, "secrets"), "*.password", SearchOption.AllDirectories).Select(File.ReadAllText);
}
