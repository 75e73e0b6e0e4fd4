using System.Diagnostics;
using TalosPlatform.Cost;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Queries;

namespace TalosPlatform.Tests.Cost;

/// <summary>Estimates the cost of a Prometheus that watches itself. Takes the one of PATH or of <c>PROMETHEUS</c>; skipped where there is none.</summary>
public sealed class RealPrometheusTest : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prometheus").FullName;
    private Process? _process;

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_has_a_price()
    {
        var binary = Environment.GetEnvironmentVariable("PROMETHEUS") ?? InPath("prometheus");
        Assert.SkipWhen(binary is null, "no prometheus in PATH");
        var cancellation = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = await StartAsync(binary!, cancellation), Timeout = TimeSpan.FromSeconds(5) };
        var prometheus = new PrometheusClient(http);
        var begin = DateTimeOffset.UtcNow;
        // Raw samples are what is read: four scrapes give three intervals.
        while ((await prometheus.QueryAsync("count_over_time(process_cpu_seconds_total{job=\"self\"}[1m])", cancellation: cancellation)).FirstValue is not >= 4)
        {
            Assert.True(DateTimeOffset.UtcNow < begin.AddSeconds(30), "Prometheus did not scrape itself within 30 s.");
            await Task.Delay(200, cancellation);
        }

        var window = new MeasurementWindow(begin.AddSeconds(-5), DateTimeOffset.UtcNow);
        var request = new CostRequest(new CostSettings { NodeType = "m5.large" }, [], [UsageSource.Process("self"), UsageSource.Process("absent")], [], window);
        var section = await new CostEstimator(new PriceCatalog(CostTestFiles.PriceFolder)).EstimateAsync(request, prometheus, cancellation);
        var self = section.Services.Single();
        Assert.Equal("self", self.Name);
        Assert.InRange(self.MemoryGiB, 0.01m, 1m);
        Assert.InRange(self.CpuCores, 0m, 4m);
        Assert.InRange(self.Monthly - (self.CpuCores * 0.031247m + self.MemoryGiB * 0.004188m) * 730, -0.02m, 0.02m);
        Assert.Equal(0.096m * 730 + 73, section.Billed);
        Assert.Equal(2, section.Gaps.Count(g => g.StartsWith("absent:", StringComparison.Ordinal)));

        // The same through a subquery, as windows of more than an hour are read; its points are two seconds apart.
        var hours = await new UsageReader(prometheus).ReadAsync([UsageSource.Process("self")], window with { Start = window.End.AddMinutes(-61) }, cancellation);
        Assert.NotEmpty(hours.Services.Single().Containers.Single().Instances.Single().Memory);
    }

    private async Task<Uri> StartAsync(string binary, CancellationToken cancellation)
    {
        var port = FreePort();
        var config = Path.Combine(_folder, "prometheus.yml");
        await File.WriteAllTextAsync(config, $$"""{"global":{"scrape_interval":"1s"},"scrape_configs":[{"job_name":"self","static_configs":[{"targets":["127.0.0.1:{{port}}"]}]}]}""", cancellation);
        _process = Process.Start(new ProcessStartInfo(binary, [$"--config.file={config}", $"--storage.tsdb.path={_folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]) { UseShellExecute = false })!;
        var root = new Uri($"http://127.0.0.1:{port}/");
        using var http = new HttpClient { BaseAddress = root };
        for (var i = 0; i < 150 && !_process.HasExited; i++)
        {
            try
            {
                using var ready = await http.GetAsync("-/ready", cancellation);
                if (ready.IsSuccessStatusCode)
                    return root;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, cancellation);
        }

        throw new InvalidOperationException("Prometheus did not start.");
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static string? InPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
