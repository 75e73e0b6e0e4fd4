using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Host.Databases;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Host;

/// <summary>Builds and runs applications as processes of this machine.</summary>
public sealed class HostApps(HostFolder folder, HostStateFile state, HostSupervisor supervisor, PortRegistry registry, HostDatabases databases, AppBuilder builder, RunSettings settings, IProgressReporter progress)
{
    private const int FirstPort = 8080;

    /// <summary>Makes the applications run; one whose runtime is missing is left out with the reason.</summary>
    /// <returns>Left-out applications with the reasons.</returns>
    /// <exception cref="PlatformException">An application does not build, died, or did not become ready.</exception>
    public async Task<ImmutableSortedDictionary<string, string>> DeployAsync(IReadOnlyList<AppDefinition> apps, CancellationToken cancellation)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var answers = await Task.WhenAll(apps.Select(async app =>
            (app.Name, Reason: Runtimes.WhyMissing(app.Runtime, path) ?? await builder.WhyMissingAsync(app, cancellation) ?? await databases.WhyMissingAsync(app, cancellation))));
        var missing = answers.Where(a => a.Reason is not null).ToImmutableSortedDictionary(a => a.Name, a => a.Reason!, StringComparer.Ordinal);
        var wanted = apps.Where(app => !missing.ContainsKey(app.Name)).ToList();
        foreach (var gone in state.Read().Processes.Values.Where(p => p.Kind == "sample" && wanted.TrueForAll(app => app.Name != p.Name)))
            await supervisor.EndAsync(gone.Name, cancellation);

        await HostPorts.RetryAsync(progress, () => StartAllAsync(wanted, path, cancellation));
        return missing;
    }

    private async Task StartAllAsync(List<AppDefinition> apps, string path, CancellationToken cancellation)
    {
        var ports = await new HostPorts(folder, state, supervisor, registry).AllocateAsync(
            apps.ToDictionary(app => app.Name, app => app.Ports.Keys.ToImmutableSortedDictionary(name => name, _ => FirstPort, StringComparer.Ordinal)),
            cancellation);
        // While applications are built, their databases start.
        var services = databases.EnsureAsync(apps, cancellation);
        using var failFast = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = apps.Select(async app =>
        {
            try
            {
                await progress.StepAsync($"sample {app.Name}", async step =>
                {
                    var output = await builder.BuildAsync(app, step.Update, failFast.Token);
                    var spec = Specify(app, output, ports, app.Needs.IsEmpty ? ImmutableSortedDictionary<string, string>.Empty : (await services)[app.Name], path);
                    step.Note($"{await supervisor.EnsureAsync(spec, step, failFast.Token)}, port {spec.Ports[app.ReadyPort]}");
                });
            }
            catch (PlatformException)
            {
                await failFast.CancelAsync();
                throw;
            }
        }).ToList();
        await Failures.FirstAsync([services, .. work]);
        ScrapeTarget.Save(
            apps.Select(app => ScrapeTarget.OfApp(app, ports[app.Name], Environment.MachineName)).OfType<ScrapeTarget>(),
            Path.Combine(folder.Targets, "apps.json"));
    }

    private HostProcessSpec Specify(AppDefinition app, string output, Dictionary<string, ImmutableSortedDictionary<string, int>> ports, ImmutableSortedDictionary<string, string> services, string path)
    {
        var values = new Dictionary<string, string>(services, StringComparer.Ordinal) { ["output"] = output, ["data"] = folder.Data(app.Name), ["logs"] = folder.Logs };
        foreach (var (name, set) in ports)
        {
            foreach (var (port, number) in set)
                values[$"url:{name}:{port}"] = $"http://127.0.0.1:{number.ToString(CultureInfo.InvariantCulture)}";
        }

        foreach (var (port, number) in ports[app.Name])
            values[$"port:{port}"] = number.ToString(CultureInfo.InvariantCulture);
        var placeholders = new Placeholders(values);
        var environment = HostEnvironment.Base()
            .SetItems(HostEnvironment.ForRuntime(app.Runtime))
            .SetItems(Telemetry(app))
            .SetItems(app.Environment.Where(e => placeholders.CanFill(e.Value)).Select(e => KeyValuePair.Create(e.Key, placeholders.Fill(e.Value, "app.yaml"))))
            .SetItems(app.Ports.Select(p => KeyValuePair.Create(p.Value, ports[app.Name][p.Key].ToString(CultureInfo.InvariantCulture))));
        var command = app.Run.Select(argument => placeholders.Fill(argument, $"{app.Name}/app.yaml")).ToList();
        return new HostProcessSpec
        {
            Name = app.Name,
            Kind = "sample",
            File = Path.IsPathRooted(command[0]) ? command[0] : Runtimes.Locate(command[0], path) ?? throw new PlatformException($"\"{command[0]}\", which runs \"{app.Name}\", is not in PATH.", "Install it, or correct run.command in app.yaml."),
            Arguments = [.. command.Skip(1)],
            WorkingDirectory = placeholders.Fill(app.WorkingDirectory, $"{app.Name}/app.yaml"),
            Environment = environment,
            Ports = ports[app.Name],
            Ready = new Uri($"http://127.0.0.1:{ports[app.Name][app.ReadyPort].ToString(CultureInfo.InvariantCulture)}{app.ReadyPath}"),
            ReadyTimeout = settings.Stack.ReadyTimeout ?? HostProcessSpec.UsualReadyTimeout,
        };
    }

    // Names of the variables: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and .../protocol/exporter/
    private Dictionary<string, string> Telemetry(AppDefinition app)
    {
        var running = state.Read().Processes;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_SERVICE_NAME"] = app.Name,
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.namespace={app.Workload.Namespace},k8s.namespace.name={app.Workload.Namespace},k8s.pod.name={app.Name},k8s.container.name={app.Workload.Containers[0].Name}",
        };
        if (running.TryGetValue("tempo", out var tempo) && tempo.Ports.TryGetValue("otlp-http", out var traces))
        {
            variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = $"http://127.0.0.1:{traces.ToString(CultureInfo.InvariantCulture)}/v1/traces";
            variables["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf";
        }

        // With Alloy the log files are collected; without it the applications send their logs themselves.
        if (running.TryGetValue("loki", out var loki) && !running.ContainsKey("alloy"))
        {
            variables["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"] = $"http://127.0.0.1:{loki.Ports["http"].ToString(CultureInfo.InvariantCulture)}/otlp/v1/logs";
            variables["OTEL_EXPORTER_OTLP_LOGS_PROTOCOL"] = "http/protobuf";
        }

        return variables;
    }
}
