using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Clusters.Talos;

/// <summary>What a cluster was made of.</summary>
/// <param name="Image">Image of the nodes.</param>
/// <param name="KubernetesVersion">Kubernetes version that was asked for; empty for the default of talosctl.</param>
/// <param name="Subnet">Its subnet.</param>
/// <param name="Workers">Number of workers.</param>
/// <param name="Ports">Ports on this machine's loopback.</param>
/// <param name="RegistryPort">Port of the registry for images of applications on this machine's loopback.</param>
/// <param name="Ready">Whether its creation came to its end.</param>
public sealed record TalosState(string Image, string KubernetesVersion, string Subnet, int Workers, ImmutableArray<PortWish> Ports, int RegistryPort, bool Ready)
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Nodes in all.</summary>
    [JsonIgnore]
    public int Nodes => Workers + 1;

    /// <summary>Reads it; null when there is none, or it cannot be read.</summary>
    public static TalosState? Read(TalosFolder folder)
    {
        try
        {
            return File.Exists(folder.StateFile) ? JsonSerializer.Deserialize<TalosState>(File.ReadAllText(folder.StateFile), Options) : null;
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    public void Save(TalosFolder folder) => AtomicFile.WriteAllText(folder.StateFile, JsonSerializer.Serialize(this, Options));

    /// <summary>What differs from what is asked for now; null when nothing does.</summary>
    public string? DifferenceTo(string image, string kubernetesVersion, int? workers) =>
        image != Image ? $"its image is \"{Image}\", not \"{image}\""
        : kubernetesVersion != KubernetesVersion ? $"its Kubernetes is \"{KubernetesVersion}\", not \"{kubernetesVersion}\""
        : workers is { } wanted && wanted != Workers ? FormattableString.Invariant($"it has {Workers} workers, not {wanted}")
        : null;
}
