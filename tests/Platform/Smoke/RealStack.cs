using System.Diagnostics;
using System.Globalization;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Tests.Smoke;

/// <summary>A real Prometheus and a real Alertmanager on free loopback ports, with the rules and routes that are shipped.</summary>
internal sealed class RealStack : IAsyncDisposable
{
    private readonly List<Process> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("stack-").FullName;

    public int PrometheusPort { get; } = FakeServices.FreePort();

    public int AlertmanagerPort { get; } = FakeServices.FreePort();

    public int WebhookPort { get; } = FakeServices.FreePort();

    public static async Task<RealStack> StartAsync()
    {
        var prometheus = await RealTools.RequireAsync("prometheus");
        var alertmanager = await RealTools.RequireAsync("alertmanager");
        var stack = new RealStack();
        stack.Write("alertmanager.yml", File.ReadAllText(Path.Combine(Repository.Root, "stack/host/alertmanager/alertmanager.yml")).Replace("${port:webhook}", Text(stack.WebhookPort), StringComparison.Ordinal));
        stack.Write("prometheus.yml", $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [ '{{Repository.Root}}/alerts/platform/platform.yaml', '{{Repository.Root}}/alerts/application/application.yaml' ]
            alerting: { alertmanagers: [ { static_configs: [ { targets: [ '127.0.0.1:{{stack.AlertmanagerPort}}' ] } ] } ] }
            scrape_configs:
              - job_name: prometheus
                static_configs:
                  - targets: [ '127.0.0.1:{{stack.PrometheusPort}}' ]
                    labels: { namespace: observability, pod: prometheus-0, container: prometheus, service: prometheus, node: host }
              - job_name: gone
                static_configs:
                  - targets: [ '127.0.0.1:{{FakeServices.FreePort()}}' ]
                    labels: { namespace: shop, pod: gone-0, container: gone, service: gone, node: host }
            """);
        stack.Start(alertmanager, "alertmanager", $"--config.file={stack._folder}/alertmanager.yml", $"--storage.path={stack._folder}/am", $"--web.listen-address=127.0.0.1:{stack.AlertmanagerPort}", "--cluster.listen-address=");
        stack.Start(prometheus, "prometheus", $"--config.file={stack._folder}/prometheus.yml", $"--storage.tsdb.path={stack._folder}/tsdb", $"--web.listen-address=127.0.0.1:{stack.PrometheusPort}", "--rules.alert.resend-delay=1s");
        return stack;
    }

    public FakeServices AddTo(FakeServices services) =>
        services.At("prometheus", $"http://127.0.0.1:{PrometheusPort}").At("alertmanager", $"http://127.0.0.1:{AlertmanagerPort}").At("self", $"http://127.0.0.1:{PrometheusPort}", "sample");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private void Start(ResolvedTool tool, string binary, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool.Binaries[binary], arguments)
        {
            WorkingDirectory = tool.WorkingDirectory ?? _folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _processes.Add(process);
    }
}
