using System.Collections.Immutable;
using TalosPlatform.Alerts;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Smoke;
using TalosPlatform.Smoke.Checks;

namespace TalosPlatform.Tests.Smoke;

public sealed class RealStackTests
{
    [Fact]
    public async Task A_real_stack_is_proved_from_its_readiness_to_the_webhook()
    {
        await using var stack = await RealStack.StartAsync();
        await using var services = new FakeServices();
        stack.AddTo(services);
        var smoke = Path.Combine(Path.GetTempPath(), $"smoke-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(smoke, """
            checks:
              - { name: holds, promql: 'up{job="prometheus"}', equals: 1 }
              - { name: fails, promql: prometheus_build_info, above: 1, within: 1s, message: Look here. }
              - { name: refused, promql: 'sum(', above: 0 }
              - { name: no series, promql: no_such_metric, above: 0, within: 1s }
              - { name: http, http: '${alertmanager}/api/v2/status', contains: cluster }
              - { name: wrong status, http: '${alertmanager}/nowhere', status: 200, within: 1s }
            """, TestContext.Current.CancellationToken);
        var request = new SmokeRequest
        {
            Apps = [new SmokeApp("self") { ReadyPath = "/-/healthy", Job = "prometheus", HasLogs = false, HasTraces = false, Metric = "prometheus_build_info" }],
            Targets =
            [
                new ExpectedTarget("prometheus") { Namespace = "observability", Pod = "prometheus-0", Container = "prometheus", Service = "prometheus", Node = "host" },
            ],
            RuleGroups = ["platform", "prometheus", "alertmanager", "application-red", "application"],
            WebhookPort = stack.WebhookPort,
            Files = [new WorkspaceFile(smoke, "smoke/real.yaml")],
            Within = TimeSpan.FromSeconds(20),
        };
        var section = await SmokeRunner.RunAsync(request, services.Gateway, TestContext.Current.CancellationToken);
        File.Delete(smoke);

        Assert.Empty(section.Findings);
        Expect(section, "passed", "prometheus is ready", "alertmanager is ready", "target prometheus in observability is up with its labels", "self is ready", "metrics of self arrive", "alerting and recording rules are loaded", "Watchdog fires in Prometheus", "Watchdog reaches Alertmanager", "Watchdog is delivered to a webhook", "holds", "http");
        Assert.InRange((DateTimeOffset.UtcNow - section.FirstSampleAt!.Value).TotalSeconds, 0, 60);
        var gone = await SmokeRunner.RunChecksAsync([new TargetCheck(new ExpectedTarget("gone"))], request with { Within = TimeSpan.FromSeconds(2) }, services.Gateway, TestContext.Current.CancellationToken);
        Assert.Contains("connection refused", gone[0].Detail, StringComparison.Ordinal);
        Assert.StartsWith("Look here. (", Detail(section, "fails")[Detail(section, "fails").IndexOf("Look", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.StartsWith("Prometheus refuses the query: ", Detail(section, "refused"), StringComparison.Ordinal);
        Assert.Equal("not within 1s; last seen: no series, expected a value above 0", Detail(section, "no series"));
        Assert.StartsWith("not within 1s; last seen: ${alertmanager}/nowhere answered HTTP 404", Detail(section, "wrong status"), StringComparison.Ordinal);

        var alerts = await AlertValidator.ValidateAsync(new AlertRequest(), new ProcessCommandRunner(new Redactor(), TimeProvider.System), services.Gateway, TestContext.Current.CancellationToken);
        Assert.Contains(alerts.States, s => s is { Name: "Watchdog", Group: "platform", Severity: "none", State: "firing", Summary: "The alerting pipeline works" });
        Assert.Contains(alerts.States, s => s is { Name: "HighErrorRate", State: "inactive" });
    }

    [Fact]
    public async Task The_shipped_routes_are_accepted_by_amtool()
    {
        var tool = await RealTools.RequireAsync("alertmanager");
        Assert.SkipUnless(tool.Binaries.TryGetValue("amtool", out var amtool), $"{tool.Source} has alertmanager without amtool");
        var path = Path.Combine(Path.GetTempPath(), $"alertmanager-{Guid.NewGuid():N}.yml");
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "stack/host/alertmanager/alertmanager.yml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, text.Replace("${port:webhook}", "9094", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var commands = new ProcessCommandRunner(new Redactor(), TimeProvider.System);
        var check = await commands.RunAsync(Command.Of(amtool, "check-config", path), cancellation: TestContext.Current.CancellationToken);
        Assert.True(check.ExitCode == 0, check.Tail());
        foreach (var (alert, receiver) in (ImmutableArray<(string, string)>)[("alertname=Watchdog", "smoke-test"), ("alertname=HighErrorRate", "local")])
        {
            var route = await commands.RunAsync(Command.Of(amtool, "config", "routes", "test", $"--config.file={path}", alert), cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(receiver, route.Output.Trim());
        }

        File.Delete(path);
    }

    private static void Expect(SmokeSection section, string status, params string[] names) =>
        Assert.All(names, name => Assert.True(section.Checks.Single(c => c.Name == name) is var check && check.Status == status, $"{name}: {Detail(section, name)}"));

    private static string Detail(SmokeSection section, string name) => section.Checks.Single(c => c.Name == name).Detail;
}
