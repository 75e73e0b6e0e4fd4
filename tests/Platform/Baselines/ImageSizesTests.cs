using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Tests.Clusters.Kubernetes;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Measurements;

namespace TalosPlatform.Tests.Baselines;

/// <summary>What a cluster tells beside metrics: sizes of images, and where telemetry goes.</summary>
public sealed class ImageSizesTests
{
    private static readonly JsonObject Nodes = (JsonObject)JsonNode.Parse(
        """
        { "items": [
          { "status": { "images": [
            { "names": ["docker.io/library/redis@sha256:1", "docker.io/library/redis:7"], "sizeBytes": 40 },
            { "names": ["docker.io/octo/shop:latest"], "sizeBytes": 100 },
            { "names": ["registry.example:5000/shop:dev"], "sizeBytes": 7 },
            { "names": null, "sizeBytes": 1 }, { "names": ["x"] }, null ] } },
          { "status": {} }, {} ] }
        """)!;

    [Theory]
    [InlineData("redis:7", 40)]
    [InlineData("redis@sha256:1", 40)]
    [InlineData("octo/shop", 100)]
    [InlineData("docker.io/octo/shop:latest", 100)]
    [InlineData("registry.example:5000/shop:dev", 7)]
    [InlineData("redis", null)]
    [InlineData("registry.example:5000/shop", null)]
    [InlineData("redis:7 octo/shop redis:7", 140)]
    [InlineData("redis:7 unknown:1", null)]
    [InlineData("", null)]
    public void Images_are_found_by_their_whole_reference(string images, int? bytes) => Assert.Equal((double?)bytes, ImageSizes.Of(App(images), ImageSizes.Read(Nodes)));

    [Fact]
    public void Nodes_without_images_have_no_sizes() => Assert.Empty(ImageSizes.Read([]));

    [Theory]
    [InlineData("tempo", "running", true)]
    [InlineData("opentelemetry-collector", "running", true)]
    [InlineData("tempo", "failed", false)]
    [InlineData("loki", "running", false)]
    public void Telemetry_goes_to_the_service_of_every_profile(string component, string status, bool expected)
    {
        using var server = new ApiServer(new Uri("https://10.0.0.1:6443/"), new ScriptedServer(ScriptedServer.Answer(HttpStatusCode.OK)), TimeProvider.System);
        var gateway = new ServiceProxyGateway(server, [new(component, "", status, "", "")], ImmutableDictionary<string, string>.Empty);
        using var client = gateway.ConnectOtlp(TimeSpan.FromSeconds(1));
        Assert.Equal(expected ? "https://10.0.0.1:6443/api/v1/namespaces/observability/services/otlp:otlp-http/proxy/" : null, client?.BaseAddress?.AbsoluteUri);
    }

    private static Workload App(string images) => new(
        "Deployment", "shop", "default", 1, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty,
        [.. images.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((image, i) => new WorkloadContainer($"c{i}", image, ImmutableSortedDictionary<string, int>.Empty, null, null, null, null))]);
}
