using k8s;
using k8s.Models;

namespace TalosPlatform.Tests.Stack.Support;

/// <summary>Names by which objects refer to each other.</summary>
internal static class References
{
    /// <summary>What is referred to and not there, each with who does.</summary>
    public static IEnumerable<string> Dangling(Profile profile) => profile.Objects.SelectMany(item => Dangling(profile, item));

    private static IEnumerable<string> Dangling(Profile profile, IKubernetesObject<V1ObjectMeta> item)
    {
        var space = item.Metadata.NamespaceProperty;
        IEnumerable<(string What, bool Found)> references = item switch
        {
            V1Ingress ingress =>
            [
                ($"class {ingress.Spec.IngressClassName}", profile.Find<V1IngressClass>(null, ingress.Spec.IngressClassName) is not null),
                .. ingress.Spec.Rules.SelectMany(r => r.Http.Paths).Select(p => ($"service {p.Backend.Service.Name}",
                    profile.Find<V1Service>(space, p.Backend.Service.Name)?.Spec.Ports.Any(port => port.Name == p.Backend.Service.Port.Name) == true)),
            ],
            V1ClusterRoleBinding binding => [.. Binding(profile, null, binding.RoleRef, binding.Subjects)],
            V1RoleBinding binding => [.. Binding(profile, space, binding.RoleRef, binding.Subjects)],
            V1PersistentVolumeClaim claim => [($"class {claim.Spec.StorageClassName}", profile.Find<V1StorageClass>(null, claim.Spec.StorageClassName) is not null)],
            V1NetworkPolicy policy => [("pods", policy.Spec.PodSelector.MatchLabels is null || profile.Objects.Any(o =>
                o.Metadata.NamespaceProperty == space && Manifests.TemplateOf(o) is { } template && Selects(policy.Spec.PodSelector.MatchLabels, template.Metadata.Labels)))],
            V1Service service => [("pods", profile.Objects.Any(o =>
                o.Metadata.NamespaceProperty == space && Manifests.TemplateOf(o) is { } template && Selects(service.Spec.Selector, template.Metadata.Labels)))],
            _ when Manifests.TemplateOf(item) is { } template =>
            [
                ($"service account {template.Spec.ServiceAccountName}", profile.Find<V1ServiceAccount>(space, template.Spec.ServiceAccountName) is not null),
                .. (template.Spec.Volumes ?? []).SelectMany(v => Volume(profile, space, v)),
            ],
            _ => [],
        };
        return references.Where(r => !r.Found).Select(r => $"{item.Kind} {item.Metadata.Name}: {r.What}");
    }

    private static IEnumerable<(string What, bool Found)> Binding(Profile profile, string? space, V1RoleRef role, IEnumerable<Rbacv1Subject> subjects) =>
        subjects.Select(s => ($"service account {s.Name}", profile.Find<V1ServiceAccount>(s.NamespaceProperty, s.Name) is not null))
            .Append(($"role {role.Name}", role.Kind == "Role" ? profile.Find<V1Role>(space, role.Name) is not null : profile.Find<V1ClusterRole>(null, role.Name) is not null));

    private static IEnumerable<(string What, bool Found)> Volume(Profile profile, string space, V1Volume volume)
    {
        if (volume.PersistentVolumeClaim is { } claim)
            yield return ($"claim {claim.ClaimName}", profile.Find<V1PersistentVolumeClaim>(space, claim.ClaimName) is not null);
        if (volume.ConfigMap is { } map)
            yield return ($"config map {map.Name}", profile.Find<V1ConfigMap>(space, map.Name) is not null);

        // An optional one may be missing in a smaller profile; the full one has all but what a workspace brings.
        foreach (var source in volume.Projected?.Sources.Select(s => s.ConfigMap) ?? [])
        {
            var required = source.Optional != true || (profile.Name == "full" && !source.Name.EndsWith("-workspace", StringComparison.Ordinal));
            yield return ($"config map {source.Name}", !required || profile.Find<V1ConfigMap>(space, source.Name) is not null);
        }
    }

    private static bool Selects(IDictionary<string, string> selector, IDictionary<string, string> labels) =>
        selector.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
