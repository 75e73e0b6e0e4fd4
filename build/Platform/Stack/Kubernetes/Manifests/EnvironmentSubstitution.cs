using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace TalosPlatform.Stack.Kubernetes.Manifests;

/// <summary>Sets environment variables that containers have already; the manifests decide which setting reaches which container.</summary>
/// <param name="values">Values by variable.</param>
public sealed class EnvironmentSubstitution(ImmutableDictionary<string, string> values)
{
    /// <summary>The object with these variables set where it has them.</summary>
    public Manifest Apply(Manifest manifest)
    {
        if (PodTemplates.SpecOf(manifest.Json) is null)
            return manifest;
        var json = (JsonObject)manifest.Json.DeepClone();
        foreach (var variable in PodTemplates.Containers(PodTemplates.SpecOf(json)!).SelectMany(c => c["env"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (variable["value"] is not null && values.TryGetValue(variable["name"]!.GetValue<string>(), out var value))
                variable["value"] = value;
        }

        return manifest with { Json = json };
    }
}
