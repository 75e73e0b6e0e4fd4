using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Kubernetes.Manifests;

/// <summary>Which components are deployed, and the lines of a kustomization that deploy them. The lines are those of the profile
/// <c>full</c>, which has all of them; <c>stack/README.md</c> tells people the same rules.</summary>
public sealed class StackSelection
{
    /// <summary>The component that everything else needs.</summary>
    public const string Required = "prometheus";

    private readonly ImmutableArray<string> _lines;
    private readonly string _profiles;

    private StackSelection(string profiles, ImmutableArray<string> lines, ImmutableSortedSet<string> components, ImmutableSortedDictionary<string, string> leftOut)
    {
        _profiles = profiles;
        _lines = lines;
        Components = components;
        LeftOut = leftOut;
    }

    /// <summary>Components to deploy.</summary>
    public ImmutableSortedSet<string> Components { get; }

    /// <summary>Components that are not deployed, with the reason.</summary>
    public ImmutableSortedDictionary<string, string> LeftOut { get; }

    /// <summary>Folders that are kustomize resources, absolute.</summary>
    public IEnumerable<string> Resources => Lines(isComponent: false);

    /// <summary>Folders that are kustomize components, absolute.</summary>
    public IEnumerable<string> Patches => Lines(isComponent: true);

    /// <summary>Names of the profiles there are.</summary>
    public static IReadOnlyList<string> Profiles(string stack) =>
        [.. Directory.EnumerateDirectories(Path.Combine(stack, "profiles")).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];

    /// <summary>Names of the components there are.</summary>
    public static IReadOnlyList<string> All(string stack) => [.. ComponentsOf(Path.Combine(stack, "profiles"), "full").Order(StringComparer.Ordinal)];

    /// <summary>Chooses components.</summary>
    /// <param name="stack">Folder <c>stack/</c>, absolute.</param>
    /// <param name="profile">Profile to begin with.</param>
    /// <param name="with">Components to add.</param>
    /// <param name="without">Components to leave out, each with the reason.</param>
    /// <exception cref="PlatformException">There is no such profile or component, or the required one is left out.</exception>
    public static StackSelection Choose(string stack, string profile, IEnumerable<string> with, IReadOnlyDictionary<string, string> without)
    {
        var profiles = Path.Combine(stack, "profiles");
        if (!Profiles(stack).Contains(profile))
            throw new PlatformException($"There is no profile \"{profile}\".", NearestName.Hint(profile, Profiles(stack)));
        var all = ComponentsOf(profiles, "full").ToImmutableSortedSet(StringComparer.Ordinal);
        if (without.TryGetValue(Required, out var reason))
            throw new PlatformException($"\"{Required}\" is required and cannot be left out ({reason}).", "Everything else shows, checks or measures what it has.");
        var chosen = ComponentsOf(profiles, profile).Concat(with.Select(Known)).Where(c => !without.ContainsKey(c)).ToImmutableSortedSet(StringComparer.Ordinal);
        var leftOut = all.Except(chosen).ToImmutableSortedDictionary(c => c, c => without.GetValueOrDefault(c) ?? $"not in profile {profile}", StringComparer.Ordinal);
        return new StackSelection(profiles, [.. LinesOf(profiles, "full", "resources"), .. LinesOf(profiles, "full", "components")], chosen, leftOut);

        string Known(string name) => all.Contains(name) ? name : throw new PlatformException($"There is no component \"{name}\".", NearestName.Hint(name, all));
    }

    /// <summary>The component that a line of a profile belongs to; empty for what all need.</summary>
    internal static string OwnerOf(string line)
    {
        var parts = line.Split('/').SkipWhile(p => p == "..").ToArray();
        return parts[0] switch
        {
            "namespaces" => "",
            "alerts" => Required,
            "dashboards" => "grafana",
            "otlp.yaml" => "",
            var folder => folder,
        };
    }

    private static IEnumerable<string> ComponentsOf(string profiles, string profile) =>
        LinesOf(profiles, profile, "resources").Select(OwnerOf).Where(o => o.Length > 0).Distinct();

    private static IReadOnlyList<string> LinesOf(string profiles, string profile, string key)
    {
        var path = Path.Combine(profiles, profile, "kustomization.yaml");
        var file = YamlFile.Load(path);
        var lines = file.Root?.Texts(key) ?? [];
        file.ThrowIfInvalid();
        return lines;
    }

    private IEnumerable<string> Lines(bool isComponent)
    {
        foreach (var line in _lines.Where(l => (LastPart(l) == "storage") == isComponent && l != "otlp.yaml" && Wanted(l)))
            yield return Path.GetFullPath(Path.Combine(_profiles, "full", line));
        // One name for whoever takes OTLP in.
        if (!isComponent && (Components.Contains("opentelemetry-collector") ? "full" : Components.Contains("tempo") ? "standard" : null) is { } profile)
            yield return Path.GetFullPath(Path.Combine(_profiles, profile, "otlp.yaml"));
    }

    private bool Wanted(string line)
    {
        var owner = OwnerOf(line);
        return (owner.Length == 0 || Components.Contains(owner)) && LastPart(line) switch
        {
            "ingress" => Components.Contains("traefik"),
            "storage" => Components.Contains("local-path-storage"),
            _ => true,
        };
    }

    private static string LastPart(string line) => line[(line.LastIndexOf('/') + 1)..];
}
