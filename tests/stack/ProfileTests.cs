using System.Text;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>What <c>kubectl apply -k stack/profiles/NAME</c> would apply.</summary>
public sealed partial class ProfileTests
{
    private static readonly string[] CommonLabels =
        ["app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by", "app.kubernetes.io/component", "app.kubernetes.io/version"];

    public static TheoryData<string> Profiles => [.. Profile.Names];

    [Theory, MemberData(nameof(Profiles))]
    public async Task Objects_are_those_of_the_golden_list(string name)
    {
        var profile = await Profile.RenderAsync(name);
        var lines = profile.Objects.Select(Title).Order(StringComparer.Ordinal);
        Golden.Check(string.Join('\n', lines) + "\n", Path.Combine(Repository.Root, "tests", "stack", "golden", $"{name}.txt"));
    }

    [Theory, MemberData(nameof(Profiles))]
    public async Task Every_object_says_what_it_belongs_to(string name)
    {
        foreach (var item in (await Profile.RenderAsync(name)).Objects)
        {
            foreach (var labels in Manifests.TemplateOf(item) is { } template ? [item.Metadata.Labels, template.Metadata.Labels] : new[] { item.Metadata.Labels })
            {
                Assert.NotNull(labels);
                Assert.All(CommonLabels, label => Assert.True(labels.ContainsKey(label), $"{Title(item)} lacks {label}"));
                Assert.Equal("talos-observability", labels["app.kubernetes.io/part-of"]);
                Assert.Equal("talos-observability", labels["app.kubernetes.io/managed-by"]);
            }
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public async Task Versions_on_labels_are_those_of_the_images(string name)
    {
        foreach (var item in (await Profile.RenderAsync(name)).Objects)
        {
            var component = item.Metadata.Labels["app.kubernetes.io/name"];
            if (component != "namespaces")
                Assert.Equal(Images.Pins[component].Tag.TrimStart('v'), item.Metadata.Labels["app.kubernetes.io/version"]);
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public async Task Config_maps_stay_below_the_limit_of_the_api(string name) =>
        Assert.All((await Profile.RenderAsync(name)).OfType<V1ConfigMap>(), map =>
        {
            var bytes = map.Data.Sum(entry => Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value));
            Assert.True(bytes < 1024 * 1024 * 9 / 10, $"{map.Metadata.Name} has {bytes} bytes of the 1048576 the API takes: split it in kustomization.yaml and in the volume that mounts it");
        });

    [Theory, MemberData(nameof(Profiles))]
    public async Task Every_reference_leads_somewhere(string name)
    {
        var profile = await Profile.RenderAsync(name);
        var namespaces = profile.OfType<V1Namespace>().Select(n => n.Metadata.Name).Append("default").ToHashSet();
        Assert.All(profile.Objects.Where(o => o.Metadata.NamespaceProperty is not null), o => Assert.Contains(o.Metadata.NamespaceProperty, namespaces));
        Assert.Empty(References.Dangling(profile));
    }

    [Theory, MemberData(nameof(Profiles))]
    public async Task Data_is_kept_in_claims_where_there_is_storage_and_in_the_pod_elsewhere(string name)
    {
        var profile = await Profile.RenderAsync(name);
        var volumes = profile.Objects.Where(o => o is V1Deployment).SelectMany(o => Manifests.TemplateOf(o)!.Spec.Volumes ?? []).Where(v => v.Name == "data").ToList();
        Assert.NotEmpty(volumes);
        Assert.All(volumes, volume => Assert.Equal(name != "minimal", volume.PersistentVolumeClaim is not null));
        Assert.Equal(name == "minimal" ? 0 : volumes.Count, profile.OfType<V1PersistentVolumeClaim>().Count());
    }

    [Theory, MemberData(nameof(Profiles))]
    public async Task Server_side_apply_can_merge_every_list_of_ports(string name)
    {
        foreach (var item in (await Profile.RenderAsync(name)).Objects)
        {
            var keys = item switch
            {
                V1Service service => service.Spec.Ports.Select(p => (p.Port, p.Protocol)),
                _ => Manifests.TemplateOf(item)?.Spec.Containers.SelectMany(c => c.Ports).Select(p => (p.ContainerPort, p.Protocol)) ?? [],
            };
            Assert.All(keys, key => Assert.Contains(key.Protocol, new[] { "TCP", "UDP" }));
            Assert.Equal(keys.Count(), keys.Distinct().Count());
        }
    }

    [Fact]
    public async Task Each_profile_contains_the_smaller_one()
    {
        string[] smaller = [];
        foreach (var name in Profile.Names)
        {
            var titles = (await Profile.RenderAsync(name)).Objects.Select(Title).ToArray();
            Assert.Empty(smaller.Except(titles));
            smaller = titles;
        }
    }

    private static string Title(IKubernetesObject<V1ObjectMeta> item) =>
        $"{item.Kind} {(item.Metadata.NamespaceProperty is { } space ? space + "/" : "")}{(item is V1ConfigMap ? HashSuffix().Replace(item.Metadata.Name, "-*") : item.Metadata.Name)}";

    // kustomize's hash: ten letters and digits without vowels that could spell a word.
    [GeneratedRegex("-[2-9bcdfghkmt]{10}$", RegexOptions.CultureInvariant)]
    private static partial Regex HashSuffix();
}
