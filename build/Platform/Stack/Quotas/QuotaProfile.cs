using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Quotas;

/// <summary>A resource profile: a folder of <c>stack/quotas</c>. Amounts are cores, bytes or pieces.</summary>
/// <param name="Name"><c>small</c>, <c>medium</c> or <c>large</c>.</param>
/// <param name="Hard">What the namespace may have, by resource such as <c>limits.memory</c>.</param>
/// <param name="DefaultRequest">What a container asks for that says nothing, by <c>cpu</c> and <c>memory</c>.</param>
/// <param name="DefaultLimit">What a container is limited to that says nothing.</param>
/// <param name="MaxLimit">What a container may be limited to at most.</param>
/// <param name="MaxClaim">Size of the largest volume; null for any.</param>
public sealed record QuotaProfile(
    string Name,
    ImmutableSortedDictionary<string, decimal> Hard,
    ImmutableSortedDictionary<string, decimal> DefaultRequest,
    ImmutableSortedDictionary<string, decimal> DefaultLimit,
    ImmutableSortedDictionary<string, decimal> MaxLimit,
    decimal? MaxClaim)
{
    /// <summary>Reads a profile.</summary>
    /// <param name="stackFolder">The folder <c>stack</c>.</param>
    /// <param name="name">Name of the profile; <c>none</c> gives null.</param>
    /// <exception cref="PlatformException">The manifests of the profile have mistakes.</exception>
    public static QuotaProfile? Load(string stackFolder, string name)
    {
        if (name == "none")
            return null;
        var quota = YamlFile.Load(Path.Combine(stackFolder, "quotas", name, "resource-quota.yaml"), $"stack/quotas/{name}/resource-quota.yaml");
        var limits = YamlFile.Load(Path.Combine(stackFolder, "quotas", name, "limit-range.yaml"), $"stack/quotas/{name}/limit-range.yaml");
        var items = limits.Root?.Mapping("spec")?.Mappings("limits") ?? [];
        var container = items.FirstOrDefault(i => i.Text("type") == "Container");
        var profile = new QuotaProfile(
            name,
            Amounts(quota.Root?.Mapping("spec")?.Mapping("hard")),
            Amounts(container?.Mapping("defaultRequest")),
            Amounts(container?.Mapping("default")),
            Amounts(container?.Mapping("max")),
            Amounts(items.FirstOrDefault(i => i.Text("type") == "PersistentVolumeClaim")?.Mapping("max")) is { Count: > 0 } claim ? claim.GetValueOrDefault("storage") : null);
        quota.ThrowIfInvalid();
        limits.ThrowIfInvalid();
        return profile;
    }

    private static ImmutableSortedDictionary<string, decimal> Amounts(YamlMapping? map)
    {
        var amounts = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (var (key, text) in map?.AllTexts() ?? new Dictionary<string, string>())
        {
            if (KubernetesQuantity.TryParse(text) is { } amount)
                amounts[key] = amount;
            else
                map!.Report(key, "invalid-value", $"\"{text}\" is no quantity such as 250m or 128Mi");
        }

        return amounts.ToImmutable();
    }
}
