using System.Diagnostics;
using Docker.DotNet;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Docker.Engine;

/// <summary>A Docker engine of Debian's packages, with data, socket and bridge of its own, nothing on TCP. It changes no firewall rule
/// and no kernel setting of the machine; what it leaves goes with its folder.</summary>
public sealed class RealDocker : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TemporaryFolder _folder = new();
    private Process? _daemon;
    private DockerConnection? _connection;

    /// <summary>Address of the engine.</summary>
    public string Host => $"unix://{_folder.File("docker.sock")}";

    /// <summary>The engine as the platform has it.</summary>
    public DockerClientEngine Engine => new(_connection!);

    /// <summary>Its images as the platform has them.</summary>
    public DockerClientImages Images => new(_connection!);

    /// <summary>The endpoint as the platform would find it.</summary>
    public DockerEndpoint Endpoint => new(new Uri(Host), "DOCKER_HOST");

    /// <summary>Starts the engine once; the test is skipped with the reason where none can run.</summary>
    public async Task RequireAsync()
    {
        Assert.SkipWhen(_daemon is null && MachineRequirements.WhyNot() is not null, $"no Docker engine here: {MachineRequirements.WhyNot()}");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_daemon is null)
                await StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Runs the docker command line, which must succeed.</summary>
    public async Task<string> DockerAsync(params string[] arguments)
    {
        var result = await TryDockerAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Tail());
        return result.Output.Trim();
    }

    /// <summary>Runs the docker command line.</summary>
    public Task<CommandResult> TryDockerAsync(params string[] arguments) =>
        new ProcessCommandRunner(new Redactor(), TimeProvider.System).RunAsync(
            Command.Of(MachineRequirements.Find("docker")!, ["--host", Host, .. arguments]) with { Deadline = TimeSpan.FromMinutes(2) }, cancellation: TestContext.Current.CancellationToken);

    /// <summary>A client of the engine's API.</summary>
    public DockerClient Client() => new DockerClientBuilder().WithEndpoint(new Uri(Host)).Build();

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await TryRemoveAllAsync();
            _connection!.Dispose();
            using (Process.Start("kill", [_daemon.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await _daemon.WaitForExitAsync();
            _daemon.Dispose();
            using var link = Process.Start(new ProcessStartInfo(MachineRequirements.Find("ip")!, ["link", "delete", "docker0"]) { RedirectStandardError = true })!;
            await link.WaitForExitAsync();
        }

        _gate.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        var start = new ProcessStartInfo(MachineRequirements.Find("dockerd")!,
        [
            "--host", Host,
            "--data-root", _folder.File("data"),
            "--exec-root", _folder.File("exec"),
            "--pidfile", _folder.File("docker.pid"),
            "--iptables=false", "--ip-forward=false", "--ip-masq=false",
        ]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var log = new Queue<string>();
        var daemon = Process.Start(start)!;
        void Keep(string? line)
        {
            lock (log)
            {
                log.Enqueue(line ?? "");
                if (log.Count > 20)
                    log.Dequeue();
            }
        }

        daemon.OutputDataReceived += (_, line) => Keep(line.Data);
        daemon.ErrorDataReceived += (_, line) => Keep(line.Data);
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        _connection = new DockerConnection(Endpoint);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Engine.DescribeAsync(TestContext.Current.CancellationToken);
                _daemon = daemon;
                return;
            }
            catch (PlatformException error)
            {
                string said;
                lock (log)
                    said = string.Join('\n', log);
                Assert.True(!daemon.HasExited && waited.Elapsed < StartWithin, $"dockerd does not start: {error.What}\n{said}");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task TryRemoveAllAsync()
    {
        using var client = Client();
        foreach (var container in await client.Containers.ListContainersAsync(new() { All = true }))
            await client.Containers.RemoveContainerAsync(container.ID, new() { Force = true, RemoveVolumes = true });
        foreach (var network in (await client.Networks.ListNetworksAsync()).Where(n => n.Name is not ("bridge" or "host" or "none")))
            await client.Networks.DeleteNetworkAsync(network.ID);
    }
}
