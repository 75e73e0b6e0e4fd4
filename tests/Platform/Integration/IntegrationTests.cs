using System.Collections.Immutable;
using System.Net;
using System.Text;
using TalosPlatform.Integration;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Integration;

/// <summary>The caller's tests as real processes.</summary>
public sealed class IntegrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_command_gets_addresses_and_no_tokens()
    {
        var section = await RunAsync(
            "echo \"$GRAFANA_URL $SHOP_API_URL $OTEL_EXPORTER_OTLP_ENDPOINT|${LOKI_URL-none}|${GITHUB_TOKEN-none}|${NUKE_GITHUB_TOKEN-none}|${MY_TOKEN-none}|${GITHUB_OUTPUT-none}|$HOME\"",
            new ReportSettings { TokenVariable = "MY_TOKEN" },
            ("GITHUB_TOKEN", "ghs_12345678"), ("NUKE_GITHUB_TOKEN", "ghs_12345678"), ("MY_TOKEN", "abcdefgh"), ("GITHUB_OUTPUT", "/tmp/x"), ("HOME", "/home/me"));
        Assert.Equal(("passed", 0), (section.Status, section.ExitCode));
        Assert.Equal("http://127.0.0.1:9090 http://127.0.0.1:8080 http://127.0.0.1:4318|none|none|none|none|none|/home/me", section.Output);
        Assert.Equal(["GRAFANA_URL", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "SHOP_API_URL"], section.Variables);
        Assert.Contains("  | http://127.0.0.1:9090 ", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_writes_is_streamed_without_secrets_colours_and_commands()
    {
        var section = await RunAsync("printf '\\033[31mred\\033[0m\\n::error::x\\n##[command]y\\n'; echo \"my $DEPLOY_PASSWORD\" >&2; printf 'no end'", new(), ("DEPLOY_PASSWORD", "correct horse"));
        Assert.Equal("red\n| ::error::x\n## [command]y\nmy [redacted]\nno end", section.Output);
        Assert.Equal(section.Output + "\n", File.ReadAllText(_folder.File("artifacts/integration.log")));
        Assert.Empty(Directory.GetFiles(_folder.File(".talos-dev/clusters/talos-dev")));
    }

    [Fact]
    public async Task The_exit_code_fails_the_target_and_is_reported()
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => RunAsync("echo broken; exit 3", new()));
        Assert.Equal("The integration tests failed: exit code 3.", error.What);
        var document = RunJson.Load(_folder.File("artifacts/run.json"));
        Assert.Equal(("failed", 3, "broken"), (document.Integration!.Status, document.Integration.ExitCode, document.Integration.Output));
        Assert.Contains(Verdict.Of(document).Problems, p => p.Section == "integration");
    }

    [Fact]
    public async Task At_the_deadline_everything_it_started_ends()
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => RunAsync("(trap '' TERM; echo $$ > inner; sleep 600) & sleep 600 & echo $! > pid; wait", new() , TimeSpan.FromMilliseconds(700)));
        Assert.Contains("which is the deadline", error.What, StringComparison.Ordinal);
        Assert.Equal("timed-out", RunJson.Load(_folder.File("artifacts/run.json")).Integration!.Status);
        AssertGone();
    }

    [Fact]
    public async Task What_it_leaves_behind_ends_with_it()
    {
        await RunAsync("sleep 600 & echo $! > pid", new());
        AssertGone();
    }

    [Fact]
    public async Task Tests_come_from_its_JUnit_files_and_not_from_those_of_before()
    {
        _folder.Write("out/old.xml", "<testsuite><testcase name='old'><failure/></testcase></testsuite>");
        File.SetLastWriteTimeUtc(_folder.File("out/old.xml"), DateTime.UtcNow.AddHours(-1));
        var error = await Assert.ThrowsAsync<PlatformException>(() => RunAsync(
            "echo '<testsuites><testsuite><testcase classname=\"orders\" name=\"charged\" time=\"0.5\"/><testcase name=\"refunds\"><failure message=\"got 2\">at line 4</failure></testcase><testcase name=\"later\"><skipped message=\"no\"/></testcase></testsuite></testsuites>' > out/new.xml",
            new()));
        Assert.Equal("The integration tests failed: 1 test failed.", error.What);
        var tests = RunJson.Load(_folder.File("artifacts/run.json")).Integration!;
        Assert.Equal((1, 1, 1, 0), (tests.Passed, tests.Failed, tests.Skipped, tests.ExitCode));
        Assert.Equal(["refunds", "orders: charged", "later"], tests.Tests.Select(t => t.Name));
        Assert.Equal("got 2\nat line 4", tests.Tests[0].Detail);
    }

    [Fact]
    public async Task Patterns_that_nothing_matches_are_told()
    {
        var section = await RunAsync("true", new());
        Assert.Equal(("passed", 0), (section.Status, section.Passed));
        Assert.Contains("the tests wrote no JUnit file that matches \"out/*.xml\"", _log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><testsuite><testcase name=\"&a;\"/></testsuite>")]
    [InlineData("<testsuite><testcase")]
    public void Files_that_are_no_JUnit_are_refused(string text) =>
        Assert.Throws<PlatformException>(() => JUnitFiles.Read([_folder.Write("bad.xml", text)]));

    [Fact]
    public async Task A_service_behind_credentials_gets_an_address_that_needs_none()
    {
        using var server = new HttpListener();
        var root = new Uri($"http://localhost:{FreePort()}/api/v1/namespaces/shop/services/shop:http/proxy/");
        server.Prefixes.Add($"http://localhost:{root.Port}/");
        server.Start();
        var seen = new List<string>();
        var serving = ServeAsync(server, seen);
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = root };
        client.DefaultRequestHeaders.Add("X-Api-Token", "ours");
        await using (var forwarder = LoopbackForwarder.Start(client))
        {
            using var caller = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = forwarder.Address };
            using var posted = await caller.PostAsync("orders?id=1%202", new StringContent("{\"a\":1}", Encoding.UTF8, "application/json"), Cancel);
            Assert.Equal((HttpStatusCode.Created, "{\"a\":1}", "yes"), (posted.StatusCode, await posted.Content.ReadAsStringAsync(Cancel), posted.Headers.GetValues("X-Seen").Single()));
            using var redirected = await caller.GetAsync("moved", Cancel);
            Assert.Equal(new Uri(forwarder.Address, "login?next=x"), redirected.Headers.Location);

            using var request = new HttpRequestMessage(HttpMethod.Get, "health");
            request.Headers.Add("Authorization", "Basic eDp5");
            request.Headers.Add("Origin", "https://evil.example");
            using var foreign = await caller.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
            using var outside = await caller.GetAsync(new Uri(forwarder.Address + "%2e%2e/%2e%2e/secrets", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }), Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, outside.StatusCode);
            request.Dispose();
            using var own = new HttpRequestMessage(HttpMethod.Get, "health");
            own.Headers.Add("Authorization", "Basic eDp5");
            using var healthy = await caller.SendAsync(own, Cancel);
            Assert.Equal(HttpStatusCode.Created, healthy.StatusCode);
        }

        server.Close();
        await serving;
        Assert.Equal(
            ["POST /api/v1/namespaces/shop/services/shop:http/proxy/orders?id=1%202 token=ours auth=", "GET /api/v1/namespaces/shop/services/shop:http/proxy/moved token=ours auth=", "GET /api/v1/namespaces/shop/services/shop:http/proxy/health token=ours auth="],
            seen);
    }

    [Theory]
    [InlineData("node-express", "NODE_EXPRESS_URL")]
    [InlineData("prometheus", "PROMETHEUS_URL")]
    [InlineData("a.b c", "A_B_C_URL")]
    public void Variables_are_named_after_services(string service, string variable) => Assert.Equal(variable, PlatformAddresses.NameOf(service));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static async Task ServeAsync(HttpListener server, List<string> seen)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            seen.Add($"{context.Request.HttpMethod} {context.Request.RawUrl} token={context.Request.Headers["X-Api-Token"]} auth={context.Request.Headers["Authorization"]}");
            using var reader = new StreamReader(context.Request.InputStream);
            var body = Encoding.UTF8.GetBytes(await reader.ReadToEndAsync());
            context.Response.Headers.Add("X-Seen", "yes");
            context.Response.StatusCode = context.Request.RawUrl!.EndsWith("/moved", StringComparison.Ordinal) ? 302 : 201;
            if (context.Response.StatusCode == 302)
                context.Response.Headers.Add("Location", "/api/v1/namespaces/shop/services/shop:http/proxy/login?next=x");
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }

    private void AssertGone()
    {
        var pid = int.Parse(File.ReadAllText(_folder.File("pid")), System.Globalization.CultureInfo.InvariantCulture);
        // A killed process is gone when the system has reaped it.
        for (var attempt = 0; attempt < 200 && Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal); attempt++)
            Thread.Sleep(20);
        Assert.True(!Directory.Exists($"/proc/{pid}") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal), $"process {pid} still runs");
    }

    private async Task<IntegrationSection> RunAsync(string command, ReportSettings report, params (string Name, string Value)[] variables) => await RunAsync(command, report, TimeSpan.FromSeconds(60), variables);

    private async Task<IntegrationSection> RunAsync(string command, ReportSettings report, TimeSpan timeout, params (string Name, string Value)[] variables)
    {
        using var services = RunServices.Create(new LineProgressReporter(_log), new Redactor());
        using var run = new RunContext(services, new Workspace(_folder.Path, Repository.Root), new RunSettings { Test = new() { Command = command, Timeout = timeout, JUnit = ["out/*.xml"] }, Report = report })
        {
            Gateway = new StaticServiceGateway(
            [
                new("grafana", "12.1.0", "running", "", "http://127.0.0.1:9090/"), new("loki", "", "left-out", "no binary", ""), new("shop-api", "", "running", "", "http://127.0.0.1:8080") { Kind = "sample" },
            ]) { Otlp = new Uri("http://127.0.0.1:4318/") },
            Apps = [IntegrationApps.App("shop-api")],
        };
        var ci = new CiVariables(variables.ToImmutableDictionary(v => v.Name, v => v.Value).SetItem("PATH", Environment.GetEnvironmentVariable("PATH")!));
        await IntegrationTest.RunAsync(run, ci, Cancel);
        return run.Document.Integration!;
    }
}
