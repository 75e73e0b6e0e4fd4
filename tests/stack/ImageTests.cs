using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>Images stand in one place, stack/versions.yaml, and the manifests use exactly those.</summary>
public sealed class ImageTests
{
    [Fact]
    public void Every_image_is_pinned_and_every_pin_is_used()
    {
        var used = Images.Used().ToList();
        var pinned = Images.Pins.Values.Select(pin => pin.Reference).ToHashSet();
        Assert.DoesNotContain(used, image => !pinned.Contains(image.Reference));
        Assert.Empty(pinned.Except(used.Select(image => image.Reference)));
    }

    [Fact]
    public void An_image_is_pinned_under_the_name_of_the_folder_that_uses_it() =>
        Assert.All(Images.Used(), image => Assert.Equal(image.Reference,
            Images.Pins[image.File.EndsWith("helper-pod.yaml", StringComparison.Ordinal) ? "local-path-helper" : PinOf(image.File, image.Reference)].Reference));

    [Fact]
    public void Pins_name_a_registry_a_version_and_a_whole_digest() => Assert.All(Images.Pins.Values, pin =>
    {
        Assert.Matches(@"^(docker\.io|quay\.io|registry\.k8s\.io)/[a-z0-9-]+/[a-z0-9_-]+$", pin.Repository);
        Assert.Matches(@"^v?\d+\.\d+(\.\d+)?$", pin.Tag);
        if (pin.Digest is not null)
            Assert.Matches("^sha256:[0-9a-f]{64}$", pin.Digest);
    });

    [Fact]
    public void No_image_is_called_latest_or_pulled_on_every_start()
    {
        Assert.DoesNotContain(Images.Used(), image => image.Reference.Contains("latest", StringComparison.OrdinalIgnoreCase));
        Assert.All(Manifests.Workloads, workload => Assert.Equal("IfNotPresent", workload.Container.ImagePullPolicy));
    }

    [Fact]
    public void Tools_and_images_of_a_component_are_of_one_version()
    {
        var tools = Yaml.Load(Path.Combine(Manifests.StackRoot, "versions.yaml")).Get("tools")!;
        Assert.All(Images.Pins.Where(pin => tools.Get(pin.Key)?.Get("release") is not null), pin => Assert.Equal(tools.Get(pin.Key)!.Text("version"), pin.Value.Tag.TrimStart('v')));
    }

    // A database's pod holds its exporter too.
    private static string PinOf(string file, string reference) => file.Split('/') switch
    {
        ["databases", var name, ..] => reference.Contains("exporter", StringComparison.Ordinal) ? $"{name}-exporter" : name,
        var parts => parts[0],
    };
}
