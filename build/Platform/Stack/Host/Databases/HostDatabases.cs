using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Runs the databases that applications ask for under <c>needs</c>, each once a cluster.</summary>
public sealed class HostDatabases(HostFolder folder, HostStateFile state, HostSupervisor supervisor, PortRegistry registry, ToolResolver resolver, ImmutableArray<IHostDatabase> databases, IProgressReporter progress)
{
    /// <summary>Why an application's databases cannot run on this machine, with the fix; null when they can.</summary>
    public async Task<string?> WhyMissingAsync(AppDefinition app, CancellationToken cancellation)
    {
        foreach (var database in app.Needs.Select(Known))
        {
            if (await resolver.ResolveAsync(database.Tool, cancellation: cancellation) is { Found: false } tool)
                return $"it needs {database.Name} ({tool.MissingReason}): {database.Fix}";
        }

        return null;
    }

    /// <summary>Makes the databases of applications run, each application with one of its own.</summary>
    /// <returns>Placeholders of <c>app.yaml</c> with their values, by application.</returns>
    /// <exception cref="PlatformException">A server died, did not become ready, or refuses.</exception>
    public async Task<ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>> EnsureAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation)
    {
        var values = apps.ToDictionary(app => app.Name, _ => ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        await Task.WhenAll(apps.SelectMany(app => app.Needs).Distinct(StringComparer.Ordinal).Select(async name =>
        {
            var database = Known(name);
            var port = await HostPorts.RetryAsync(progress, () => StartAsync(database, cancellation));
            foreach (var app in apps.Where(app => app.Needs.Contains(name)))
            {
                var connection = await database.CreateAsync(app.Name, port, cancellation);
                lock (values)
                    values[app.Name].AddRange(Placeholders(name, connection));
            }
        }));
        return values.ToImmutableSortedDictionary(v => v.Key, v => v.Value.ToImmutable(), StringComparer.Ordinal);
    }

    /// <summary>Makes one server run.</summary>
    /// <returns>Its port.</returns>
    public async Task<int> StartAsync(IHostDatabase database, CancellationToken cancellation)
    {
        var tool = await resolver.ResolveAsync(database.Tool, cancellation: cancellation);
        if (!tool.Found)
            throw new PlatformException($"\"{database.Name}\" cannot be had: {tool.MissingReason}.", database.Fix);
        var ports = await new HostPorts(folder, state, supervisor, registry).AllocateAsync(
            new Dictionary<string, ImmutableSortedDictionary<string, int>> { [database.Name] = ImmutableSortedDictionary<string, int>.Empty.Add(database.Name, database.PreferredPort) },
            cancellation);
        var port = ports[database.Name][database.Name];
        await progress.StepAsync($"{database.Name} {tool.Version}", async step =>
        {
            var running = state.Read().Processes.TryGetValue(database.Name, out var known) && supervisor.Runs(known);
            // Helpers of a server that was killed may still write to the data that the next one opens.
            if (!running)
                await supervisor.EndStrayAsync(cancellation);
            step.Update("preparing its data");
            var spec = await database.PrepareAsync(tool, port, running, cancellation);
            var done = await supervisor.EnsureAsync(spec, step, cancellation);
            step.Update("waiting until it takes statements");
            await database.WaitAsync(port, cancellation);
            step.Note($"{done}, port {port.ToString(CultureInfo.InvariantCulture)}");
        });
        return port;
    }

    private IHostDatabase Known(string name) =>
        databases.FirstOrDefault(database => database.Name == name) ?? throw new PlatformException($"No database \"{name}\" can run on this machine.", $"Known are: {string.Join(", ", databases.Select(database => database.Name))}.");

    private static Dictionary<string, string> Placeholders(string name, DatabaseConnection connection) => new()
    {
        [$"service:{name}:host"] = connection.Host,
        [$"service:{name}:port"] = connection.Port.ToString(CultureInfo.InvariantCulture),
        [$"service:{name}:database"] = connection.Database,
        [$"service:{name}:user"] = connection.User,
        [$"service:{name}:passwordFile"] = connection.PasswordFile,
    };
}
