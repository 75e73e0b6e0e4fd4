using System.Diagnostics;
using System.Text.Json;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Stack;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Tests.Smoke;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>A real Prometheus that scrapes itself every second, with an alert that always fires and a recorded series.</summary>
internal sealed class LivePrometheus : IAsyncDisposable
{
    // Rates over four scrapes need that many, and one more to begin with.
    private const int ScrapesNeeded = 8;

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public string Url { get; private set; } = "";

    public IServiceGateway Gateway => new StaticServiceGateway(
    [
        new ComponentEntry("prometheus", "", "running", "", Url),
        new ComponentEntry("alertmanager", "", "left-out", "this test starts none", ""),
        new ComponentEntry("loki", "", "left-out", "this test starts none", ""),
    ]);

    public static async Task<LivePrometheus> StartAsync()
    {
        var tool = await RealTools.RequireAsync("prometheus");
        var live = new LivePrometheus();
        try
        {
            await live.StartAsync(tool.Binaries["prometheus"], TestContext.Current.CancellationToken);
            return live;
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync(string binary, CancellationToken cancellation)
    {
        var port = FakeServices.FreePort();
        Url = $"http://127.0.0.1:{port}/";
        _folder.Write("rules.yml", """
            groups:
            - name: test
              rules:
              - { alert: Watchdog, expr: vector(1), labels: { severity: none } }
              - { record: "job:up:sum", expr: sum by (job) (up) }
            """);
        var config = _folder.Write("prometheus.yml", $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [rules.yml]
            scrape_configs:
            - job_name: prometheus
              static_configs: [{ targets: ["127.0.0.1:{{port}}"] }]
            """);
        var start = new ProcessStartInfo(binary, ["--config.file", config, "--storage.tsdb.path", _folder.File("data"), "--web.listen-address", $"127.0.0.1:{port}", "--log.level", "error"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();

        using var http = new HttpClient { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(5) };
        var client = new PrometheusClient(http);
        for (var deadline = DateTime.UtcNow.AddMinutes(1); ; await Task.Delay(250, cancellation))
        {
            if (_process.HasExited || DateTime.UtcNow > deadline)
                throw new InvalidOperationException(_process.HasExited ? $"Prometheus ended with code {_process.ExitCode}." : "Prometheus has no samples after a minute.");
            try
            {
                var samples = await client.QueryAsync("min(count_over_time(up[1m])) and on() count(ALERTS) and on() prometheus_rule_group_last_duration_seconds", cancellation: cancellation);
                if (samples.FirstValue >= ScrapesNeeded)
                    return;
            }
            catch (Exception error) when (error is QueryException or JsonException)
            {
                // Not up yet.
            }
        }
    }
}
