using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Databases;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Host.Databases;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;

namespace TalosPlatform.Clusters;

/// <summary>No cluster at all: the stack and the applications are processes of this machine, on loopback.</summary>
public sealed class HostProvider : IClusterProvider, ILogSource
{
    private const int DeleteAttempts = 5;

    private readonly HostFolder _folder;
    private readonly HostStateFile _state;
    private readonly HostSupervisor _supervisor;
    private readonly ImmutableArray<HostComponent> _components;
    private readonly RunSettings _settings;
    private readonly IProgressReporter _progress;
    private readonly ToolResolver _resolver;
    private readonly PortRegistry _ports;
    private readonly HostApps _apps;
    private readonly HostDatabases _databases;
    private Dictionary<string, ResolvedTool> _tools = [];

    /// <summary>Creates the provider for one cluster.</summary>
    public HostProvider(Workspace workspace, RunSettings settings, ToolResolver resolver, AppBuilder builder, PortRegistry ports, ICommandRunner commands, IProcessTable processes, HttpClient http, IProgressReporter progress, TimeProvider clock)
    {
        _settings = settings;
        _progress = progress;
        _resolver = resolver;
        _ports = ports;
        _folder = new HostFolder(workspace.ClusterFolder(settings.Cluster.Name));
        _state = new HostStateFile(_folder.StateFile);
        _supervisor = new HostSupervisor(_folder, _state, processes, new ProcessEnder(processes, clock), http);
        _components = HostComponentFile.LoadAll(Path.Combine(workspace.PlatformRoot, "stack", "host"));
        _databases = HostDatabases.Create(workspace.PlatformRoot, _folder, _state, _supervisor, ports, resolver, commands, settings, progress);
        _apps = new HostApps(_folder, _state, _supervisor, ports, _databases, builder, settings, progress);
    }

    /// <inheritdoc/>
    public string Name => "host";

    /// <inheritdoc/>
    public bool Exists => !_state.Read().Processes.IsEmpty;

    /// <inheritdoc/>
    public Task<string?> WhyNotAsync(CancellationToken cancellation) => Task.FromResult(
        OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? null : "it needs Linux or macOS; on Windows use WSL 2");

    /// <inheritdoc/>
    public async Task<ClusterSection> ProvisionAsync(CancellationToken cancellation)
    {
        if (await WhyNotAsync(cancellation) is { } why)
            throw new PlatformException($"Provider \"host\" cannot work here: {why}.", "Choose another --provider.");
        _folder.Prepare("prometheus");
        await _supervisor.EndStrayAsync(cancellation);
        _tools = await _progress.StepAsync("tools", step => ResolveAsync(step, cancellation));
        foreach (var missing in _tools.Values.Where(tool => !tool.Found).GroupBy(tool => tool.MissingReason, StringComparer.Ordinal))
            _progress.Info($"- left out: {string.Join(", ", missing.Select(tool => tool.Name))} ({missing.Key})");
        return new ClusterSection(_settings.Cluster.Name, Name, "", 1);
    }

    /// <inheritdoc/>
    public async Task<IServiceGateway> DeployStackAsync(StackContent content, CancellationToken cancellation)
    {
        var stack = new HostStack(_folder, _state, _supervisor, _ports, _settings, _progress);
        await stack.DeployAsync(_components, _tools, content, cancellation);
        return Gateway();
    }

    /// <inheritdoc/>
    public async Task<IServiceGateway> DeployAppsAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation)
    {
        var leftOut = await _apps.DeployAsync(apps, cancellation);
        _state.Update(s => s with { LeftOutApps = leftOut });
        return Gateway();
    }

    /// <inheritdoc/>
    public async Task<DatabaseDeployment> DeployDatabasesAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var running = await _databases.DeployAsync(names, cancellation);
        return new DatabaseDeployment(Gateway(), running);
    }

    /// <inheritdoc/>
    public Task<IServiceGateway> ConnectAsync(CancellationToken cancellation) => Task.FromResult<IServiceGateway>(Gateway());

    /// <inheritdoc/>
    public Task<IReadOnlyList<MeasuredWorkload>> MeasureAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<MeasuredWorkload>>([.. apps.Select(app => new MeasuredWorkload(app.Workload, UsageSource.Process(app.Name, app.Workload.Job)))]);

    private StaticServiceGateway Gateway()
    {
        var state = _state.Read();
        var running = state.Processes.Values.Select(process => _supervisor.Runs(process)
            ? new ComponentEntry(process.Name, process.Version, "running", "", Url(process)) { Kind = process.Kind }
            : new ComponentEntry(process.Name, process.Version, "failed", "its process has ended; run \"./build.sh\" again", "") { Kind = process.Kind });
        var leftOut = state.LeftOut.Select(c => new ComponentEntry(c.Key, "", "left-out", c.Value, ""))
            .Concat(state.LeftOutDatabases.Select(d => new ComponentEntry(d.Key, "", "left-out", d.Value, "") { Kind = "database" }))
            .Concat(state.LeftOutApps.Select(a => new ComponentEntry(a.Key, "", "left-out", a.Value, "") { Kind = "sample" }));
        return new StaticServiceGateway([.. running.Concat(leftOut).OrderBy(c => c.Kind == "sample").ThenBy(c => c.Status == "left-out").ThenBy(c => c.Name, StringComparer.Ordinal)])
        {
            Otlp = state.Processes.TryGetValue("tempo", out var tempo) && _supervisor.Runs(tempo) && tempo.Ports.TryGetValue("otlp-http", out var otlp)
                ? new Uri($"http://127.0.0.1:{otlp.ToString(CultureInfo.InvariantCulture)}/")
                : null,
        };
    }

    /// <inheritdoc/>
    public int? WebhookPort => _state.Read().Processes.TryGetValue("alertmanager", out var alertmanager) && alertmanager.Ports.TryGetValue("webhook", out var port) ? port : null;

    /// <inheritdoc/>
    public IAsyncEnumerable<(string Name, string Text)> LogsAsync(int limit, CancellationToken cancellation) => HostLogs.ReadAsync(_folder, limit, cancellation);

    /// <inheritdoc/>
    public async Task TeardownAsync(CancellationToken cancellation)
    {
        await _supervisor.EndAllAsync(cancellation);
        await DeleteAsync(cancellation);
        await _ports.ForgetAsync(_folder.Root, cancellation);
    }

    // A process may have started another one just before it was ended, which still writes.
    private async Task DeleteAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; Directory.Exists(_folder.Root); attempt++)
        {
            try
            {
                Directory.Delete(_folder.Root, recursive: true);
            }
            catch (IOException) when (attempt < DeleteAttempts)
            {
                await _supervisor.EndAllAsync(cancellation);
            }
        }
    }

    private async Task<Dictionary<string, ResolvedTool>> ResolveAsync(IStep step, CancellationToken cancellation)
    {
        var status = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var tools = await Task.WhenAll(_components.Select(component => component.Tool).Distinct().Select(async name =>
        {
            if (_settings.Stack.Without.Contains(name))
                return ResolvedTool.Missing(name, "by the settings");
            var tool = await _resolver.ResolveAsync(name, Show, cancellation);
            status.TryRemove(name, out _);
            return tool;

            void Show(string text)
            {
                status[name] = text;
                step.Update(string.Join(", ", status.Select(s => $"{s.Key}: {s.Value}")));
            }
        }));
        step.Note(string.Join(", ", tools.Where(t => t.Found).Select(t => $"{t.Name} {t.Version} ({t.Source})")));
        return tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    private static string Url(HostProcessState process)
    {
        var port = process.Ports.GetValueOrDefault("http", process.Ports.Values.FirstOrDefault());
        var scheme = process.Kind == "database" && !process.Ports.ContainsKey("http") ? process.Ports.Keys.First() : "http";
        return $"{scheme}://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
    }
}
