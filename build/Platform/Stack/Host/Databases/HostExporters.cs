using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Runs the exporters of databases and tells Prometheus where they are.</summary>
public sealed class HostExporters(HostFolder folder, HostStateFile state, HostSupervisor supervisor, PortRegistry registry, ToolResolver resolver, ImmutableArray<IDatabaseMonitoring> known, RunSettings settings, IProgressReporter progress)
{
    private const string Suffix = "-exporter";

    /// <summary>Makes the exporter of a database run that runs.</summary>
    /// <param name="database">Name of the database.</param>
    /// <param name="databasePort">Port the server listens on.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="Shared.PlatformException">It died, did not become ready, or the server refuses it.</exception>
    public async Task EnsureAsync(string database, int databasePort, CancellationToken cancellation)
    {
        if (known.FirstOrDefault(m => m.Database == database) is not { } monitoring)
            return;
        var name = database + Suffix;
        var tool = await resolver.ResolveAsync(monitoring.Tool, cancellation: cancellation);
        state.Update(s => s with { LeftOutDatabases = tool.Found ? s.LeftOutDatabases.Remove(name) : s.LeftOutDatabases.SetItem(name, tool.MissingReason!) });
        if (tool.Found)
            await HostPorts.RetryAsync(progress, () => StartAsync(monitoring, name, tool, databasePort, cancellation));
        else
            progress.Info($"- left out: {name} ({tool.MissingReason})");
        SaveTargets();
    }

    private async Task StartAsync(IDatabaseMonitoring monitoring, string name, ResolvedTool tool, int databasePort, CancellationToken cancellation)
    {
        var ports = (await new HostPorts(folder, state, supervisor, registry).AllocateAsync(
            new Dictionary<string, ImmutableSortedDictionary<string, int>> { [name] = ImmutableSortedDictionary<string, int>.Empty.Add("http", monitoring.PreferredPort) },
            cancellation))[name];
        await progress.StepAsync($"{name} {tool.Version}", async step =>
        {
            step.Update("preparing its account");
            var version = Version.TryParse(tool.Version, out var parsed) ? parsed : new Version(0, 0);
            var start = await monitoring.PrepareAsync(version, databasePort, ports["http"], cancellation);
            folder.Prepare(name);
            var spec = new HostProcessSpec
            {
                Name = name,
                Kind = "database",
                Version = tool.Version,
                File = tool.Binaries[monitoring.Tool],
                Arguments = start.Arguments,
                WorkingDirectory = folder.Data(name),
                Environment = HostEnvironment.Base().SetItems(start.Environment),
                Ports = ports,
                Ready = new Uri($"http://127.0.0.1:{ports["http"].ToString(CultureInfo.InvariantCulture)}/"),
                ReadyTimeout = settings.Stack.ReadyTimeout ?? HostProcessSpec.UsualReadyTimeout,
                ConfigFingerprint = HostProcessSpec.Fingerprint([start.Configuration]),
            };
            step.Note($"{await supervisor.EnsureAsync(spec, step, cancellation)}, port {ports["http"].ToString(CultureInfo.InvariantCulture)}");
        });
    }

    private void SaveTargets() => ScrapeTarget.Save(
        state.Read().Processes.Values.Where(p => p.Kind == "database" && p.Name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(p => ScrapeTarget.OfDatabase(p.Name[..^Suffix.Length], p.Ports["http"], Environment.MachineName)),
        Path.Combine(folder.Targets, "databases.json"));
}
