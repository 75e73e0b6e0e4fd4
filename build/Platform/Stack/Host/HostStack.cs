using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Clusters;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host;

/// <summary>Deploys the components of the stack as processes of this machine.</summary>
public sealed class HostStack(HostFolder folder, HostStateFile state, HostSupervisor supervisor, PortRegistry registry, RunSettings settings, IProgressReporter progress)
{
    /// <summary>Makes the components run whose tools were found, in parallel.</summary>
    /// <exception cref="PlatformException">A component died, did not become ready, or a required one is missing.</exception>
    public async Task DeployAsync(ImmutableArray<HostComponent> components, IReadOnlyDictionary<string, ResolvedTool> tools, StackContent content, CancellationToken cancellation)
    {
        var leftOut = LeftOut(components, tools);
        foreach (var (name, reason) in leftOut)
        {
            await supervisor.EndAsync(name, cancellation);
            if (components.First(c => c.Name == name).Required)
                throw new PlatformException($"\"{name}\" is required and cannot be had: {reason}.", "Install it, or make one of these sources reachable.");
        }

        state.Update(s => s with { LeftOut = leftOut });
        var present = components.Where(c => !leftOut.ContainsKey(c.Name)).ToImmutableArray();
        await HostPorts.RetryAsync(progress, () => StartAllAsync(present, tools, content, cancellation));
    }

    private ImmutableSortedDictionary<string, string> LeftOut(ImmutableArray<HostComponent> components, IReadOnlyDictionary<string, ResolvedTool> tools)
    {
        var reasons = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var component in components)
        {
            if (settings.Stack.Without.Contains(component.Name))
                reasons[component.Name] = "left out by the settings";
            else if (!tools[component.Tool].Found)
                reasons[component.Name] = tools[component.Tool].MissingReason!;
        }

        return reasons.ToImmutable();
    }

    private async Task StartAllAsync(ImmutableArray<HostComponent> components, IReadOnlyDictionary<string, ResolvedTool> tools, StackContent content, CancellationToken cancellation)
    {
        var ports = await AllocatePortsAsync(components, cancellation);
        var names = components.Select(c => c.Name).ToHashSet();
        var specs = components.Select(component => Specify(component, tools[component.Tool], ports, names, content)).ToList();
        SaveTargets(components, ports);

        using var failFast = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = specs.Select(async spec =>
        {
            try
            {
                await progress.StepAsync($"{spec.Name} {spec.Version}", async step => step.Note($"{await supervisor.EnsureAsync(spec, step, failFast.Token)}, port {spec.Ports["http"]}"));
            }
            catch (PlatformException)
            {
                await failFast.CancelAsync();
                throw;
            }
        }).ToList();
        await Failures.FirstAsync(work);
    }

    private Task<Dictionary<string, ImmutableSortedDictionary<string, int>>> AllocatePortsAsync(ImmutableArray<HostComponent> components, CancellationToken cancellation) =>
        new HostPorts(folder, state, supervisor, registry).AllocateAsync(components.ToDictionary(c => c.Name, c => c.Ports), cancellation);

    private HostProcessSpec Specify(HostComponent component, ResolvedTool tool, Dictionary<string, ImmutableSortedDictionary<string, int>> ports, HashSet<string> names, StackContent content)
    {
        var own = ports[component.Name];
        var placeholders = new Placeholders(Values(component, tool, ports));
        var where = $"stack/host/{component.Name}/component.yaml";
        var version = Version.TryParse(tool.Version, out var parsed) ? parsed : new Version(0, 0);
        var additions = component.Additions.Where(a => (a.Since is null || version >= a.Since) && a.Needs.All(names.Contains)).ToList();
        var environment = HostEnvironment.Base()
            .AddRange(component.Environment.Concat(additions.SelectMany(a => a.Environment)).Select(e => KeyValuePair.Create(e.Key, placeholders.Fill(e.Value, where))));
        Uri At(string path) => new($"http://127.0.0.1:{own["http"].ToString(CultureInfo.InvariantCulture)}{path}");
        return new HostProcessSpec
        {
            Name = component.Name,
            Kind = "stack",
            Version = tool.Version,
            File = tool.Binaries[component.Tool],
            Arguments = [.. component.Arguments.Concat(additions.SelectMany(a => a.Arguments)).Select(a => placeholders.Fill(a, where))],
            WorkingDirectory = tool.WorkingDirectory ?? folder.Data(component.Name),
            Environment = environment,
            Ports = own,
            Ready = At(component.ReadyPath),
            Reload = component.ReloadPath is null ? null : At(component.ReloadPath),
            ReadyTimeout = settings.Stack.ReadyTimeout ?? HostProcessSpec.UsualReadyTimeout,
            ConfigFingerprint = new HostConfiguration(folder).Write(component, placeholders, names, content),
        };
    }

    private Dictionary<string, string> Values(HostComponent component, ResolvedTool tool, Dictionary<string, ImmutableSortedDictionary<string, int>> ports)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["config"] = folder.Config(component.Name),
            ["data"] = folder.Data(component.Name),
            ["logs"] = folder.Logs,
            ["home"] = tool.Home,
            ["version"] = tool.Version,
            ["cluster"] = settings.Cluster.Name,
            // In hours: Tempo reads durations as Go writes them, which know no days.
            ["retention"] = settings.Stack.RetentionHours ?? "168h",
        };
        foreach (var (name, set) in ports)
        {
            values[$"url:{name}"] = $"http://127.0.0.1:{set["http"].ToString(CultureInfo.InvariantCulture)}";
            foreach (var (port, number) in set)
                values[$"port:{name}.{port}"] = number.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (port, number) in ports[component.Name])
            values[$"port:{port}"] = number.ToString(CultureInfo.InvariantCulture);
        return values;
    }

    private void SaveTargets(ImmutableArray<HostComponent> components, Dictionary<string, ImmutableSortedDictionary<string, int>> ports)
    {
        var targets = folder.Targets;
        ScrapeTarget.Save(
            components.Where(c => c.MetricsPath is not null).Select(c => ScrapeTarget.OfComponent(c.Name, ports[c.Name]["http"], c.MetricsPath!, Environment.MachineName)),
            Path.Combine(targets, "stack.json"));
        ScrapeTarget.Save(
            ports.TryGetValue("alertmanager", out var alertmanager) ? [new ScrapeTarget($"127.0.0.1:{alertmanager["http"].ToString(CultureInfo.InvariantCulture)}", [])] : [],
            Path.Combine(targets, "alertmanager.json"));
    }
}
