using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>What this workspace knows of a cluster it deployed to. The objects themselves are found by their labels.</summary>
public sealed record KubernetesState
{
    /// <summary>Version of this file's format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Provider whose cluster it is.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Kubeconfig it was deployed with.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>Context it was deployed with.</summary>
    public string Context { get; init; } = "";

    /// <summary>Server of that context.</summary>
    public string Server { get; init; } = "";

    /// <summary>Kinds that were applied.</summary>
    public ImmutableArray<AppliedKind> Kinds { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Components and applications by name.</summary>
    public ImmutableSortedDictionary<string, DeployedService> Services { get; init; } = ImmutableSortedDictionary<string, DeployedService>.Empty;
}

/// <summary>A kind that was applied.</summary>
public sealed record AppliedKind(string ApiVersion, string Kind);

/// <summary>A component or application of a cluster.</summary>
/// <param name="Kind"><c>stack</c>, <c>sample</c> or <c>database</c>.</param>
/// <param name="Version">Its version; empty when its manifests name none.</param>
/// <param name="LeftOut">Why it was left out; null when it was deployed.</param>
/// <param name="Path">Path of its service behind the API server, ending in a slash; null when it has none.</param>
/// <param name="Workloads">What runs it.</param>
public sealed record DeployedService(string Kind, string Version, string? LeftOut, string? Path, ImmutableArray<DeployedWorkload> Workloads);

/// <summary>A workload that was deployed.</summary>
public sealed record DeployedWorkload(string ApiVersion, string Kind, string Namespace, string Name);

/// <summary>Reads and writes the state.</summary>
/// <param name="path">Path of the file.</param>
public sealed class KubernetesStateFile(string path)
{
    /// <summary>The state; null when there is none.</summary>
    public KubernetesState? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), KubernetesStateJson.Default.KubernetesState) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Changes the state, atomically on disk.</summary>
    public KubernetesState Update(Func<KubernetesState, KubernetesState> change)
    {
        var state = change(Read() ?? new KubernetesState());
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(state, KubernetesStateJson.Default.KubernetesState));
        return state;
    }
}

[JsonSerializable(typeof(KubernetesState))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class KubernetesStateJson : JsonSerializerContext;
