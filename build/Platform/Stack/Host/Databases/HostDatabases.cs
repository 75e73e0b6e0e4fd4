using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Databases;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Runs the databases that applications ask for under <c>needs</c>, each once a cluster.</summary>
public sealed class HostDatabases(HostFolder folder, HostStateFile state, HostSupervisor supervisor, PortRegistry registry, ToolResolver resolver, ImmutableArray<IHostDatabase> databases, IProgressReporter progress, HostExporters? exporters = null)
{
    // Account and database of whoever asks for a server without an application.
    private const string Default = "app";

    /// <summary>Every database that can run on this machine, each with its exporter.</summary>
    public static HostDatabases Create(string platform, HostFolder folder, HostStateFile state, HostSupervisor supervisor, PortRegistry registry, ToolResolver resolver, ICommandRunner commands, RunSettings settings, IProgressReporter progress)
    {
        var secrets = new HostSecrets(folder);
        var unprivileged = UnprivilegedStart.ForThisUser(commands);
        var readyTimeout = settings.Stack.ReadyTimeout ?? HostProcessSpec.UsualReadyTimeout;
        var postgres = new PostgresDatabase(folder, secrets, commands, unprivileged, readyTimeout);
        var mysql = new MySqlDatabase(folder, secrets, commands, unprivileged, readyTimeout);
        var redis = new RedisDatabase(folder, secrets, readyTimeout);
        ImmutableArray<IDatabaseMonitoring> monitoring =
        [
            new PostgresMonitoring(postgres, secrets, Path.Combine(platform, "stack", "host", "databases", "postgres-queries.yaml")),
            new MySqlMonitoring(mysql, secrets),
            new RedisMonitoring(redis, secrets),
        ];
        var exporters = new HostExporters(folder, state, supervisor, registry, resolver, monitoring, settings, progress);
        return new HostDatabases(folder, state, supervisor, registry, resolver, [postgres, mysql, redis], progress, exporters);
    }

    /// <summary>Makes databases run that nobody but the user asked for, each with an account <c>app</c>.</summary>
    /// <returns>Those that run; the others are left out, with the reason in the state.</returns>
    /// <exception cref="PlatformException">A server died, did not become ready, or refuses.</exception>
    public async Task<ImmutableArray<DatabaseAccess>> DeployAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var secrets = new HostSecrets(folder);
        var running = ImmutableArray.CreateBuilder<DatabaseAccess>();
        foreach (var name in names)
        {
            var reason = await WhyLeftOutAsync(name, cancellation);
            state.Update(s => s with { LeftOutDatabases = reason is null ? s.LeftOutDatabases.Remove(name) : s.LeftOutDatabases.SetItem(name, reason) });
            if (reason is not null)
            {
                progress.Info($"- left out: {name} ({reason})");
                continue;
            }

            var database = Known(name);
            var port = await HostPorts.RetryAsync(progress, () => StartAsync(database, cancellation));
            if (exporters is not null)
                await exporters.EnsureAsync(name, port, cancellation);
            var connection = await database.CreateAsync(Default, port, cancellation);
            running.Add(new DatabaseAccess(name, connection.Host, port, connection.Database, connection.User, secrets.PathOf(name, name == "redis" ? connection.User : Default), null));
        }

        return running.ToImmutable();
    }

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
            if (exporters is not null)
                await exporters.EnsureAsync(name, port, cancellation);
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

    private async Task<string?> WhyLeftOutAsync(string name, CancellationToken cancellation)
    {
        if (databases.FirstOrDefault(database => database.Name == name) is not { } database)
            return "not in Debian; it runs on Kubernetes";
        return await resolver.ResolveAsync(database.Tool, cancellation: cancellation) is { Found: false } tool ? $"{tool.MissingReason}: {database.Fix}" : null;
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
