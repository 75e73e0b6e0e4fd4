using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>A real Prometheus that scrapes every second and has the rules of all samples, with shorter times.</summary>
public sealed class AlertServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("talos-dev-alerts-").FullName;
    private readonly Dictionary<string, int> _targets = [];
    private readonly Process _process;
    private readonly HttpClient _http;

    private AlertServer(string binary)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        Directory.CreateDirectory(Path.Combine(_folder, "rules"));
        foreach (var rules in Repository.Samples.SelectMany(SampleFiles.RuleFiles))
            File.WriteAllText(Path.Combine(_folder, "rules", Path.GetFileName(rules)), ScaledRules.Of(File.ReadAllText(rules)));
        File.WriteAllText(Path.Combine(_folder, "prometheus.yml"), $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: ["{{_folder}}/rules/*.yaml"]
            scrape_configs:
            - job_name: samples
              file_sd_configs: [{ files: ["{{_folder}}/targets.json"], refresh_interval: 1s }]
            """);
        _process = Process.Start(new ProcessStartInfo(binary,
        [
            "--config.file", Path.Combine(_folder, "prometheus.yml"), "--storage.tsdb.path", Path.Combine(_folder, "data"), "--web.listen-address", address,
            "--enable-feature=exemplar-storage", "--log.level=error",
        ]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _http = new HttpClient { BaseAddress = new Uri($"http://{address}/"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Starts one; skips the test where there is no Prometheus.</summary>
    public static async Task<AlertServer> StartAsync()
    {
        using var services = RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor());
        var tool = await services.Tools(new Workspace(Repository.Root, Repository.Root)).ResolveAsync("prometheus");
        Assert.SkipUnless(tool.Found, $"prometheus cannot be had: {tool.MissingReason}");
        var server = new AlertServer(tool.Binaries["prometheus"]);
        await Eventually.Holds(server.IsReadyAsync, TimeSpan.FromMinutes(1), () => "Prometheus is not ready");
        return server;
    }

    /// <summary>Scrapes a sample, with the labels the host provider gives it.</summary>
    public void Watch(string sample, int port)
    {
        lock (_targets)
        {
            _targets[sample] = port;
            ScrapeTarget.Save(_targets.Select(target => new ScrapeTarget($"127.0.0.1:{target.Value}", new SortedDictionary<string, string>
            {
                ["job"] = target.Key, ["service"] = target.Key, ["namespace"] = "default", ["pod"] = target.Key, ["container"] = target.Key, ["node"] = "here",
            })), Path.Combine(_folder, "targets.json"));
        }
    }

    /// <summary>Names of the alerts of a sample that fire now.</summary>
    public async Task<IReadOnlySet<string>> FiringAsync(string sample) =>
        (await GetAsync("api/v1/alerts")).GetProperty("alerts").EnumerateArray()
            .Where(alert => alert.GetProperty("state").ValueEquals("firing") && alert.GetProperty("labels").GetProperty("job").ValueEquals(sample))
            .Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!).ToHashSet(StringComparer.Ordinal);

    /// <summary>Series that an expression gives now.</summary>
    public async Task<int> CountAsync(string expression) =>
        (await GetAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}")).GetProperty("result").GetArrayLength();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return answer.IsSuccessStatusCode ? body.GetProperty("data") : throw new InvalidOperationException($"{path} was answered with {body}");
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Prometheus ended with code {_process.ExitCode}.");
        try
        {
            using var answer = await _http.GetAsync("-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
