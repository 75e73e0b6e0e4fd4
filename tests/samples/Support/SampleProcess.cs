using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>A sample running as a process of this machine, as the host provider would run it.</summary>
public sealed class SampleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private SampleProcess(Process process, IReadOnlyDictionary<string, int> ports)
    {
        _process = process;
        Ports = ports;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports["http"]}"), Timeout = TimeSpan.FromSeconds(20) };
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IReadOnlyDictionary<string, int> Ports { get; }

    public HttpClient Http { get; }

    public int Id => _process.Id;

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>Standard error so far.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>The log so far; a line that is not JSON fails the test.</summary>
    public IReadOnlyList<JsonElement> Log => [.. Output.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Builds if need be and starts; skips the test when the runtime is missing.</summary>
    public static async Task<SampleProcess> StartAsync(
        SampleBuilds builds, string sample, IReadOnlyDictionary<string, string>? environment = null, bool waitUntilReady = true, int? port = null)
    {
        var (output, missing) = await builds.Get(sample);
        Assert.SkipWhen(missing is not null, $"{sample} cannot run here: {missing}");

        var manifest = AppManifest.Of(sample);
        string Expand(string text) => text.Replace("${output}", output, StringComparison.Ordinal);
        var ports = manifest.Ports.Keys.ToDictionary(name => name, name => name == "http" && port is { } chosen ? chosen : FreePort());
        var start = new ProcessStartInfo(Expand(manifest.Run.Command[0]), manifest.Run.Command.Skip(1).Select(Expand))
        {
            WorkingDirectory = Expand(manifest.Run.WorkingDirectory ?? Repository.Sample(sample)),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in manifest.Environment.Where(pair => !pair.Value.Contains("${", StringComparison.Ordinal)))
            start.Environment[name] = value;
        if (manifest.Needs.Contains("postgres"))
        {
            foreach (var (name, value) in await builds.Database.CreateAsync())
                start.Environment[name] = value;
        }
        foreach (var (name, variable) in manifest.Ports)
            start.Environment[variable] = ports[name].ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var running = new SampleProcess(Process.Start(start)!, ports);
        if (waitUntilReady)
            await running.WaitUntilReadyAsync(manifest.Ready.Path);
        return running;
    }

    /// <summary>Asks the readiness endpoint until it agrees.</summary>
    public Task WaitUntilReadyAsync(string path = "/readyz") => Eventually.Holds(
        async () => _process.HasExited
            ? throw new InvalidOperationException($"The process ended with {_process.ExitCode}:\n{Errors}\n{string.Join('\n', Output)}")
            : await StatusOrNull(path) == HttpStatusCode.OK,
        TimeSpan.FromSeconds(20), () => $"{path} is not 200.\n{Errors}\n{string.Join('\n', Output)}");

    /// <summary>Status of a GET, or null when nothing answers.</summary>
    public async Task<HttpStatusCode?> StatusOrNull(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(path);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Current metrics in the classic format.</summary>
    public async Task<Exposition> MetricsAsync() => Exposition.Parse(await Http.GetStringAsync("/metrics"));

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync() =>
        await Shell.RunAsync(["kill", "-TERM", Id.ToString(CultureInfo.InvariantCulture)], "/", TimeSpan.FromSeconds(5));

    /// <summary>Exit code, when the process ends in time.</summary>
    public async Task<int> ExitAsync(TimeSpan deadline)
    {
        using var limit = new CancellationTokenSource(deadline);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The process still runs after {deadline}.");
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (!string.IsNullOrEmpty(line))
            lines.Enqueue(line);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
