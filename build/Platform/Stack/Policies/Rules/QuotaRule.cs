using System.Globalization;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Quotas;

namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>What would not fit into the resource profile of the applications' namespace.</summary>
internal sealed class QuotaRule : IManifestRule
{
    public const string FitId = "quota-fit";
    public const string RolloutId = "quota-rollout";
    public const string LimitRangeId = "limit-range";

    // More than any cluster runs, and few enough for sums.
    private const int MostPods = 1_000_000;

    public void Check(ManifestSet manifests)
    {
        if (manifests.Quota is not { } profile)
            return;
        var mine = manifests.Objects.Where(o => o.Namespace == manifests.AppNamespace).ToList();
        var used = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var pods = new List<(ManifestObject Object, IReadOnlyDictionary<string, decimal> Demand)>();
        foreach (var item in mine)
        {
            if (item.Pod is not null)
            {
                CheckContainers(item.Pod, profile);
                var demand = PodDemand.Of(item.Pod, profile);
                pods.Add((item, demand));
                Add(item, demand, item.Pods);
            }

            foreach (var claim in Claims(item))
                Add(item, Claim(claim, profile), Math.Max(1, item.Pods));
        }

        foreach (var (item, demand) in pods)
            CheckRollout(item, demand, used, profile);

        void Add(ManifestObject item, IReadOnlyDictionary<string, decimal> demand, int count)
        {
            foreach (var (resource, amount) in demand)
            {
                var before = used.GetValueOrDefault(resource);
                used[resource] = before + (amount * Math.Clamp(count, 0, MostPods));
                // Told once, at the object that is one too many.
                if (profile.Hard.TryGetValue(resource, out var hard) && before <= hard && used[resource] > hard)
                    item.Root.Report("metadata", FitId, $"with {item.Kind} \"{item.Name}\" the manifests take {Show(resource, used[resource])} of {resource}, and profile \"{profile.Name}\" has {Show(resource, hard)}: lower it, or choose a larger cluster.quota");
            }
        }
    }

    private static void CheckContainers(PodTemplate pod, QuotaProfile profile)
    {
        foreach (var container in pod.AllContainers)
        {
            foreach (var (resource, most) in profile.MaxLimit)
            {
                var limit = PodDemand.Of(container, "limits", resource, profile);
                if (limit > most)
                    (container.Mapping("resources")?.Mapping("limits") ?? container).Report(resource, LimitRangeId, $"container \"{container.Text("name")}\" is limited to {Show(resource, limit)} of {resource}, and profile \"{profile.Name}\" allows {Show(resource, most)} a container");
            }
        }
    }

    // A rolling update starts new pods before it ends old ones.
    private static void CheckRollout(ManifestObject item, IReadOnlyDictionary<string, decimal> demand, Dictionary<string, decimal> used, QuotaProfile profile)
    {
        var surge = Surge(item);
        foreach (var (resource, amount) in demand)
        {
            if (profile.Hard.TryGetValue(resource, out var hard) && used[resource] <= hard && used[resource] + (amount * surge) > hard)
                item.Root.Report("metadata", RolloutId, $"a rolling update of \"{item.Name}\" takes {Show(resource, used[resource] + (amount * surge))} of {resource} for a moment, and profile \"{profile.Name}\" has {Show(resource, hard)}: it would wait for ever; lower it, or set strategy Recreate or maxSurge 0", Severity.Warning);
        }
    }

    private static int Surge(ManifestObject item)
    {
        var strategy = item.Root.Mapping("spec")?.Mapping("strategy");
        if (item.Kind != "Deployment" || item.Pods == 0 || strategy?.Text("type") == "Recreate")
            return 0;
        var text = strategy?.Mapping("rollingUpdate")?.Text("maxSurge") ?? "25%";
        return text.EndsWith('%') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var share)
            ? (int)Math.Min(Math.Ceiling((decimal)item.Pods * share / 100), MostPods)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pieces) ? Math.Min(pieces, MostPods) : 0;
    }

    private static IEnumerable<YamlMapping> Claims(ManifestObject item) => item.Kind switch
    {
        "PersistentVolumeClaim" => [item.Root],
        "StatefulSet" => item.Root.Mapping("spec")?.Mappings("volumeClaimTemplates") ?? [],
        _ => [],
    };

    private static Dictionary<string, decimal> Claim(YamlMapping claim, QuotaProfile profile)
    {
        var requests = claim.Mapping("spec")?.Mapping("resources")?.Mapping("requests");
        var size = requests?.Text("storage") is { } text ? PodDemand.Amount(text) ?? 0 : 0;
        if (size > profile.MaxClaim)
            requests!.Report("storage", LimitRangeId, $"the claim asks for {Show("storage", size)}, and profile \"{profile.Name}\" allows {Show("storage", profile.MaxClaim.Value)} a claim");
        return new Dictionary<string, decimal>(StringComparer.Ordinal) { ["persistentvolumeclaims"] = 1, ["requests.storage"] = size };
    }

    private static string Show(string resource, decimal amount) =>
        resource.EndsWith("memory", StringComparison.Ordinal) || resource.EndsWith("storage", StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"{amount / 1048576m:0.##}Mi")
            : string.Create(CultureInfo.InvariantCulture, $"{amount:0.###}");
}
