using k8s.Models;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Resource profiles: one replaces the other, and what a container gets by default fits.</summary>
public sealed class QuotaTests
{
    private static readonly string[] Sizes = ["small", "medium", "large"];

    public static TheoryData<string> Names => [.. Sizes];

    [Theory]
    [InlineData("small", "512Mi")]
    [InlineData("medium", "2Gi")]
    [InlineData("large", "4Gi")]
    public void A_profile_has_the_memory_it_promises(string size, string memory) =>
        Assert.Equal((memory, memory), (Quota(size).Spec.Hard["limits.memory"].ToString(), Quota(size).Spec.Hard["requests.memory"].ToString()));

    [Theory, MemberData(nameof(Names))]
    public void Objects_name_no_namespace_and_are_called_alike_in_every_profile(string size) => Assert.Equal(
        ["LimitRange talos-observability ", "ResourceQuota talos-observability "],
        Manifests.In($"quotas/{size}").Select(m => $"{m.Object.Kind} {m.Object.Metadata.Name} {m.Object.Metadata.NamespaceProperty}").Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void Every_resource_that_is_counted_has_a_default(string size)
    {
        // A quota on limits.cpu refuses a container without a CPU limit.
        var limits = Container(size);
        Assert.Equal(["cpu", "memory"], limits.DefaultProperty.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["cpu", "memory"], limits.DefaultRequest.Keys.Order(StringComparer.Ordinal));
        foreach (var resource in limits.Max.Keys)
        {
            Assert.True(limits.DefaultRequest[resource].ToDecimal() <= limits.DefaultProperty[resource].ToDecimal());
            Assert.True(limits.DefaultProperty[resource].ToDecimal() <= limits.Max[resource].ToDecimal());
            Assert.True(limits.Max[resource].ToDecimal() <= Quota(size).Spec.Hard[$"limits.{resource}"].ToDecimal());
        }
    }

    [Fact]
    public void A_larger_profile_allows_more_of_everything() => Assert.All(Sizes.Zip(Sizes.Skip(1)), pair =>
        Assert.All(Quota(pair.First).Spec.Hard, entry => Assert.True(entry.Value.ToDecimal() < Quota(pair.Second).Spec.Hard[entry.Key].ToDecimal(), $"{pair.Second} {entry.Key}")));

    [Theory, MemberData(nameof(Names))]
    public async Task Kubectl_alone_renders_a_profile(string size)
    {
        var run = await Tool.RunAsync(Tool.Require("kubectl"), ["kustomize", Path.Combine(Manifests.StackRoot, "quotas", size)]);
        Assert.Equal((0, ""), (run.ExitCode, run.StandardError));
        Assert.Equal(2, Manifests.Parse(run.StandardOutput).Count);
    }

    private static V1ResourceQuota Quota(string size) => Manifests.In($"quotas/{size}").Select(m => m.Object).OfType<V1ResourceQuota>().Single();

    private static V1LimitRangeItem Container(string size) => Manifests.In($"quotas/{size}").Select(m => m.Object).OfType<V1LimitRange>().Single().Spec.Limits.Single(l => l.Type == "Container");
}
