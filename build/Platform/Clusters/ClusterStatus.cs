using System.Globalization;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Clusters;

/// <summary>The target Status: what runs, where, and what it uses; changes nothing.</summary>
public static class ClusterStatus
{
    /// <summary>One line a component, with symbol and word, address, CPU and memory; then what is about to go wrong.</summary>
    /// <exception cref="PlatformException">There is no cluster of that name.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(RunContext run, CancellationToken cancellation)
    {
        var (provider, _) = await ProviderSelector.SelectAsync(run.Settings.Cluster.Provider, run.Services.Providers(run.Workspace, run.Settings), cancellation);
        var gateway = await provider.ConnectAsync(cancellation);
        if (gateway.Components.IsEmpty)
            return [$"Cluster \"{run.Settings.Cluster.Name}\" does not exist. \"./build.sh\" makes it."];
        var usage = await UsageAsync(gateway, cancellation);
        var width = gateway.Components.Max(c => c.Name.Length);
        return
        [
            $"Cluster \"{run.Settings.Cluster.Name}\" ({provider.Name})",
            .. gateway.Components.Select(c => Line(c, width, usage.GetValueOrDefault(c.Name))),
            .. (await provider.WarningsAsync(cancellation)).Select(warning => $"  ! {warning}"),
        ];
    }

    private static string Line(ComponentEntry component, int width, string? usage) => component.Status switch
    {
        "running" => $"  ✓ {component.Name.PadRight(width)}  running   {component.Url,-24} {usage}".TrimEnd(),
        "left-out" => $"  - {component.Name.PadRight(width)}  left out  {component.Reason}",
        _ => $"  ✗ {component.Name.PadRight(width)}  failed    {component.Reason}",
    };

    private static async Task<Dictionary<string, string>> UsageAsync(IServiceGateway gateway, CancellationToken cancellation)
    {
        using var http = gateway.Connect("prometheus", TimeSpan.FromSeconds(2));
        if (http is null)
            return [];
        try
        {
            var prometheus = new PrometheusClient(http);
            var cpu = await prometheus.QueryAsync("sum by (service) (rate(process_cpu_seconds_total[1m]))", cancellation: cancellation);
            var memory = await prometheus.QueryAsync("sum by (service) (process_resident_memory_bytes)", cancellation: cancellation);
            var bytes = memory.Series.ToDictionary(s => s.Label("service"), s => s.Samples[^1].Value, StringComparer.Ordinal);
            return cpu.Series.ToDictionary(
                s => s.Label("service"),
                s => string.Create(CultureInfo.InvariantCulture, $"{s.Samples[^1].Value * 1000:0}m CPU, {bytes.GetValueOrDefault(s.Label("service")) / (1 << 20):0} MiB"),
                StringComparer.Ordinal);
        }
        catch (QueryException)
        {
            return [];
        }
    }
}
