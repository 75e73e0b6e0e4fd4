using CsCheck;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Where images are taken from.</summary>
public sealed class ImageTests
{
    private static readonly Dictionary<string, string> Repositories = new() { ["prometheus"] = "docker.io/prom/prometheus", ["local-path-helper"] = "docker.io/library/busybox" };

    [Theory]
    [InlineData("busybox", "docker.io/library/busybox", null, null)]
    [InlineData("busybox:1.37", "docker.io/library/busybox", "1.37", null)]
    [InlineData("prom/prometheus:v3", "docker.io/prom/prometheus", "v3", null)]
    [InlineData("localhost/a", "localhost/a", null, null)]
    [InlineData("registry.example:5000/a/b:c@sha256:d", "registry.example:5000/a/b", "c", "sha256:d")]
    [InlineData("quay.io/x@sha256:d", "quay.io/x", null, "sha256:d")]
    public void A_reference_is_taken_apart_as_containerd_does(string text, string name, string? tag, string? digest)
    {
        var image = ImageReference.Parse(text);
        Assert.Equal((name, tag, digest), (image.Name, image.Tag, image.Digest));
    }

    [Fact]
    public void A_reference_written_out_is_read_back_the_same() => Gen.Select(
            One("docker.io", "localhost", "registry.example:5000", "quay.io"),
            One("a", "a/b", "library/a", "a/b/c"),
            One(null, "1", "v1.2-x"),
            One(null, "sha256:0a"))
        .Sample((registry, repository, tag, digest) =>
        {
            var image = new ImageReference(registry!, registry == "docker.io" && !repository!.Contains('/') ? "library/" + repository : repository!, tag, digest);
            Assert.Equal(image, ImageReference.Parse(image.ToString()));
        });

    [Theory]
    [InlineData("docker.io/prom/prometheus:v3@sha256:a", "", "mirror.example", "mirror.example/prom/prometheus:v3@sha256:a")]
    [InlineData("docker.io/prom/prometheus:v3", "", "docker.io=http://mirror.example:5000/hub/", "mirror.example:5000/hub/prom/prometheus:v3")]
    [InlineData("quay.io/a/b:1", "", "docker.io=mirror.example", "quay.io/a/b:1")]
    [InlineData("busybox:1", "", "docker.io=mirror.example", "mirror.example/library/busybox:1")]
    [InlineData("docker.io/prom/prometheus:v3@sha256:a", "prometheus=localhost/mine:1", "mirror.example", "localhost/mine:1")]
    [InlineData("prom/prometheus:v3", "docker.io/prom/prometheus=localhost/mine:1", "", "localhost/mine:1")]
    public void Overrides_win_over_mirrors(string image, string replacement, string mirror, string expected)
    {
        var overrides = replacement.Split('=') is [var name, var reference] ? new Dictionary<string, string> { [name] = reference } : [];
        Assert.Equal(expected, new ImageSubstitution(overrides, mirror.Length > 0 ? [mirror] : [], Repositories).Of(image));
    }

    [Fact]
    public void An_override_of_an_unknown_image_names_the_nearest()
    {
        var error = Assert.Throws<PlatformException>(() => new ImageSubstitution(new Dictionary<string, string> { ["promtheus"] = "x" }, [], Repositories));
        Assert.Contains("did you mean \"prometheus\"?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_in_workloads_and_in_configuration_are_rewritten()
    {
        var manifests = Manifest.ReadAll("""
            apiVersion: batch/v1
            kind: CronJob
            metadata: { name: job }
            spec: { jobTemplate: { spec: { template: { spec: { initContainers: [{ name: a, image: busybox }], containers: [{ name: b, image: "quay.io/b:1" }] } } } } }
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: helper }
            data:
              helper.yaml: |
                kind: Pod
                spec:
                  containers:
                    - name: helper
                      image: docker.io/library/busybox:1.37.0
              notes: "image: docker.io/library/busybox:1.37.0"
            """, "test").Select(new ImageSubstitution(new Dictionary<string, string>(), ["mirror.example"], Repositories).Apply).ToList();
        var text = string.Join("\n", manifests.Select(m => m.Json.ToJsonString()));
        Assert.Contains("\"mirror.example/library/busybox\"", text, StringComparison.Ordinal);
        Assert.Contains("\"mirror.example/b:1\"", text, StringComparison.Ordinal);
        Assert.Contains("image: mirror.example/library/busybox:1.37.0", text, StringComparison.Ordinal);
        Assert.Contains("\"image: docker.io/library/busybox:1.37.0\"", text, StringComparison.Ordinal);
    }

    private static Gen<string?> One(params string?[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
