using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Every configuration is read by the program it is for, where that is in PATH.</summary>
public sealed class ConfigTests
{
    [Fact]
    public async Task Prometheus_accepts_its_configuration()
    {
        var promtool = Tool.Require("promtool");
        var version = await Tool.RunAsync(promtool, ["--version"]);
        Assert.SkipWhen(version.Output.Contains("version 2.", StringComparison.Ordinal), "promtool is older than 3.0, which this configuration is for");
        await AcceptsAsync(promtool, ["check", "config", "--syntax-only", Config("prometheus/prometheus.yml")]);
    }

    [Fact]
    public Task Alertmanager_accepts_its_configuration() => AcceptsAsync(Tool.Require("amtool"), ["check-config", Config("alertmanager/alertmanager.yml")]);

    [Fact]
    public async Task Alertmanager_routes_the_dead_mans_switch_by_itself()
    {
        var amtool = Tool.Require("amtool");
        foreach (var (labels, receiver) in new[] { ("alertname=Watchdog", "watchdog"), ("alertname=HighErrorRate", "local") })
        {
            var run = await Tool.RunAsync(amtool, ["config", "routes", "test", $"--config.file={Config("alertmanager/alertmanager.yml")}", labels]);
            Assert.Equal((0, receiver), (run.ExitCode, run.StandardOutput.Trim()));
        }
    }

    [Fact]
    public Task Loki_accepts_its_configuration() => AcceptsAsync(Tool.Require("loki"), [$"-config.file={Config("loki/loki.yaml")}", "-config.expand-env=true", "-verify-config"]);

    [Fact]
    public Task Tempo_accepts_its_configuration() => AcceptsAsync(Tool.Require("tempo"), [$"-config.file={Config("tempo/tempo.yaml")}", "-config.expand-env=true", "-config.verify=true"]);

    [Fact]
    public Task Alloy_accepts_its_configuration_with_logs_and_profiles() => AlloyAsync("alloy/config.alloy", "loki/pod-logs.alloy", "pyroscope/pod-profiles.alloy");

    [Fact]
    public Task Alloy_accepts_its_configuration_alone() => AlloyAsync("alloy/config.alloy");

    [Fact]
    public async Task The_collector_accepts_its_configuration() =>
        await AcceptsAsync(Tool.Require("otelcol-contrib"), ["validate", $"--config={Config("opentelemetry-collector/collector.yaml")}"]);

    [Fact]
    public void Listening_addresses_are_ports_of_the_pods()
    {
        var tempo = Yaml.Load(Config("tempo/tempo.yaml"));
        var loki = Yaml.Load(Config("loki/loki.yaml"));
        var pyroscope = Yaml.Load(Config("pyroscope/pyroscope.yaml"));
        foreach (var (name, config) in new[] { ("tempo", tempo), ("loki", loki), ("pyroscope", pyroscope) })
            Assert.Equal(Port(name, "http-metrics"), config.Get("server")!.Text("http_listen_port"));
        foreach (var (workload, receivers) in new[] { ("tempo", tempo.Get("distributor")!), ("opentelemetry-collector", (YamlDotNet.RepresentationModel.YamlNode)Yaml.Load(Config("opentelemetry-collector/collector.yaml"))) })
        {
            var protocols = receivers.Get("receivers")!.Get("otlp")!.Get("protocols")!;
            Assert.Equal($"0.0.0.0:{Port(workload, "otlp-grpc")}", protocols.Get("grpc")!.Text("endpoint"));
            Assert.Equal($"0.0.0.0:{Port(workload, "otlp-http")}", protocols.Get("http")!.Text("endpoint"));
        }
    }

    // Every address of another component, in whatever file: http://NAME.NAMESPACE.svc:PORT.
    [Fact]
    public void Addresses_in_configurations_are_ports_of_services()
    {
        var services = Manifests.OfType<k8s.Models.V1Service>().SelectMany(s => s.Spec.Ports.Select(p => $"{s.Metadata.Name}.{s.Metadata.NamespaceProperty}.svc:{p.Port}")).ToHashSet();
        var addresses = new[] { "*.yml", "*.yaml", "*.alloy" }.SelectMany(p => Directory.EnumerateFiles(Manifests.StackRoot, p, SearchOption.AllDirectories))
            .SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith('#'))
            .SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, @"[a-z0-9-]+\.[a-z0-9-]+\.svc:\d+").Select(m => m.Value)).Distinct().ToList();
        Assert.True(addresses.Count >= 6);
        // Every cluster has that one.
        services.Add("kubernetes.default.svc:443");
        Assert.Empty(addresses.Except(services));
    }

    private static async Task AlloyAsync(params string[] files)
    {
        var alloy = Tool.Require("alloy");
        var folder = Directory.CreateTempSubdirectory("alloy-");
        try
        {
            foreach (var file in files)
                File.Copy(Config(file), Path.Combine(folder.FullName, Path.GetFileName(file)));
            await AcceptsAsync(alloy, ["validate", folder.FullName]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AcceptsAsync(string tool, string[] arguments)
    {
        var run = await Tool.RunAsync(tool, arguments, ("RETENTION", "24h"));
        Assert.True(run.ExitCode == 0, run.Output);
    }

    private static string Port(string workload, string name) =>
        Manifests.Workloads.Single(w => w.Name == workload).Container.Ports.Single(p => p.Name == name).ContainerPort.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Config(string path) => Path.Combine(Manifests.StackRoot, path);
}
