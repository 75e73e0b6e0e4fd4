using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Stack.Kubernetes.Readiness;

namespace TalosPlatform.Workloads.Kubernetes;

/// <summary>Deploys applications to a cluster from their own manifests.</summary>
/// <param name="server">The cluster.</param>
/// <param name="resources">What it serves.</param>
/// <param name="settings">What the run was told.</param>
/// <param name="deployer">Applies them.</param>
/// <param name="state">Remembers what was deployed.</param>
/// <param name="progress">Told of what is left out.</param>
public sealed class KubernetesApps(ApiServer server, ApiResources resources, RunSettings settings, SetDeployer deployer, KubernetesStateFile state, IProgressReporter progress)
{
    private static readonly string[] Files = ["k8s.yaml", "database.yaml"];
    private const string OtlpEndpoint = "http://otlp.observability.svc:4318";

    private readonly AppliedSet _set = new(settings.Cluster.Name, "apps");

    /// <summary>Deploys the applications, and removes those of an earlier run that are not among them.
    /// One whose image cannot be pulled is left out with the reason.</summary>
    /// <param name="apps">The applications.</param>
    /// <param name="images">References to take instead of the images that manifests name; empty to take them as they are named.</param>
    /// <param name="quota">Limits of their namespace; empty for none.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="PlatformException">An object was refused or an application does not get ready.</exception>
    public async Task DeployAsync(IReadOnlyList<AppDefinition> apps, IReadOnlyDictionary<string, string> images, IReadOnlyList<Manifest> quota, CancellationToken cancellation)
    {
        var substitution = new ImageSubstitution(images, settings.Stack.RegistryMirrors, new Dictionary<string, string>());
        var objects = new Dictionary<AppDefinition, IReadOnlyList<Manifest>>();
        foreach (var app in apps)
            objects[app] = [.. (await ReadAsync(app, cancellation)).Select(substitution.Apply)];
        var leftOut = ImmutableDictionary<string, string>.Empty;
        while (true)
        {
            var wanted = objects.Where(o => !leftOut.ContainsKey(o.Key.Name)).ToList();
            var manifests = wanted.SelectMany(o => o.Value).ToList();
            Remember(wanted, leftOut);
            var (_, stuck) = await deployer.DeployAsync(_set, [.. await SurroundingsAsync([.. quota, .. manifests], cancellation), .. quota, .. manifests], settings.Stack.ReadyTimeout ?? KubernetesStack.UsualReadyTimeout, cancellation);
            if (stuck.IsEmpty)
                return;
            if (stuck.Where(s => s.State.Trouble != PodTrouble.ImagePull).ToList() is { Count: > 0 } serious)
                throw StuckError.Of(serious);
            foreach (var one in stuck)
            {
                var app = wanted.First(o => o.Value.Any(m => m.Key.Identity == one.Workload.Key.Identity)).Key.Name;
                progress.Info($"- left out: {app} ({one.State.Detail})");
                leftOut = leftOut.SetItem(app, one.State.Detail);
            }
        }
    }

    private async Task<IReadOnlyList<Manifest>> ReadAsync(AppDefinition app, CancellationToken cancellation)
    {
        var manifests = new List<Manifest>();
        foreach (var name in Files.Where(n => File.Exists(Path.Combine(app.Folder, n))))
        {
            foreach (var manifest in Manifest.ReadAll(await File.ReadAllTextAsync(Path.Combine(app.Folder, name), cancellation), $"{app.Name}/{name}"))
            {
                var namespaced = manifest.Key.Namespace is null && (await resources.FindAsync(manifest.Key.ApiVersion, manifest.Key.Kind, cancellation)).Namespaced;
                manifests.Add(namespaced ? manifest.In(app.Workload.Namespace) : manifest);
            }
        }

        if (!app.Needs.IsEmpty && await new GeneratedSecret(server).EnsureAsync(app.Workload.Namespace, $"{app.Name}-database", _set, cancellation) is { } secret)
            manifests.Add(secret);
        return manifests;
    }

    // What applications find in their namespaces: where to send telemetry. A namespace that nobody made is made, one that exists stays its owner's.
    private async Task<IReadOnlyList<Manifest>> SurroundingsAsync(IReadOnlyList<Manifest> manifests, CancellationToken cancellation)
    {
        var takesTelemetry = state.Read()?.Services.Any(s => s.Key is "tempo" or "opentelemetry-collector" && s.Value.LeftOut is null) == true;
        var surroundings = new List<Manifest>();
        foreach (var name in manifests.Select(m => m.Key.Namespace).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            var live = await server.TryGetAsync($"api/v1/namespaces/{name}", cancellation);
            if (live is null || live["metadata"]?["labels"]?[AppliedSet.Label]?.GetValue<string>() == _set.Name)
                surroundings.Add(Object("v1", "Namespace", null, name));
            if (takesTelemetry)
                surroundings.Add(Object("v1", "ConfigMap", name, "otel-endpoint", ("data", new JsonObject { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = OtlpEndpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" })));
        }

        return surroundings;
    }

    private static Manifest Object(string apiVersion, string kind, string? @namespace, string name, params ReadOnlySpan<(string Key, JsonNode Value)> fields)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
            metadata["namespace"] = @namespace;
        var json = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        foreach (var (key, value) in fields)
            json[key] = value;
        return Manifest.Of(json, name);
    }

    private void Remember(List<KeyValuePair<AppDefinition, IReadOnlyList<Manifest>>> apps, ImmutableDictionary<string, string> leftOut)
    {
        var services = apps.Select(a => KeyValuePair.Create(a.Key.Name, DeployedServices.Of("sample", a.Key.Name, a.Value, a.Key.ReadyPort)))
            .Concat(leftOut.Select(a => KeyValuePair.Create(a.Key, new DeployedService("sample", "", a.Value, null, []))));
        state.Update(s => s with { Services = s.Services.RemoveRange(s.Services.Where(c => c.Value.Kind == "sample").Select(c => c.Key)).AddRange(services) });
    }
}
