using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>Containers that do not say what they need, or may take everything.</summary>
internal sealed class ResourcesRule : IManifestRule
{
    public const string RequestId = "missing-request";
    public const string LimitId = "missing-limit";
    public const string OrderId = "request-above-limit";

    public void Check(ManifestSet manifests)
    {
        foreach (var container in manifests.Workloads.SelectMany(w => w.Pod.Containers))
        {
            var name = container.Text("name");
            var resources = container.Mapping("resources");
            var (requests, limits) = (resources?.Mapping("requests"), resources?.Mapping("limits"));

            // A limit without a request is taken for the request, too.
            foreach (var resource in (string[])["cpu", "memory"])
            {
                if (requests?.Has(resource) != true && limits?.Has(resource) != true)
                    (resources ?? container).Report("requests", RequestId, $"container \"{name}\" asks for no {resource}: the scheduler takes it for nothing; add resources.requests.{resource}", Severity.Warning);
            }

            if (limits?.Has("memory") != true)
                (resources ?? container).Report("limits", LimitId, $"container \"{name}\" may take all memory of its node: add resources.limits.memory", Severity.Warning);
            if (limits?.Has("cpu") != true)
                (resources ?? container).Report("limits", LimitId, $"container \"{name}\" has no CPU limit; that is fine for latency, and cannot run under a quota without a default", Severity.Info);
            CheckOrder(name, requests, limits);
        }
    }

    private static void CheckOrder(string? name, YamlMapping? requests, YamlMapping? limits)
    {
        foreach (var resource in requests?.Keys ?? [])
        {
            var (asked, most) = (Quantity(requests, resource), Quantity(limits, resource));
            if (asked > most)
                requests!.Report(resource, OrderId, $"container \"{name}\" asks for more {resource} ({requests.Text(resource)}) than its limit ({limits!.Text(resource)}): the API server refuses it");
        }
    }

    private static decimal? Quantity(YamlMapping? map, string resource) => map?.Text(resource) is { } text ? KubernetesQuantity.TryParse(text) : null;
}
