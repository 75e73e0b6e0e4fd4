using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack.Kubernetes.Manifests;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Components and the lines that deploy them.</summary>
public sealed class StackSelectionTests
{
    private static readonly string Stack = Path.Combine(Repository.Root, "stack");
    private static readonly Dictionary<string, string> Nothing = [];

    [Theory]
    [InlineData("minimal"), InlineData("standard"), InlineData("full")]
    public async Task A_selection_renders_what_kubectl_renders_for_its_profile(string profile)
    {
        var kubectl = (await RealTools.RequireAsync("kubectl")).Binaries["kubectl"];
        var kustomizer = new Kustomizer(new ProcessCommandRunner(new Redactor(), TimeProvider.System), kubectl);
        using var folder = new TemporaryFolder();
        var selection = StackSelection.Choose(Stack, profile, [], Nothing);
        var ours = await kustomizer.RenderAsync(folder.Path, selection.Resources, selection.Patches, TestContext.Current.CancellationToken);
        var theirs = await kustomizer.RenderAsync(Path.Combine(Stack, "profiles", profile), TestContext.Current.CancellationToken);
        Assert.Equal(theirs.Select(Text).Order(StringComparer.Ordinal), ours.Select(Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_component_needs_of_others_goes_with_them()
    {
        var selection = StackSelection.Choose(Stack, "full", [], new Dictionary<string, string> { ["traefik"] = "a", ["local-path-storage"] = "b", ["opentelemetry-collector"] = "c", ["grafana"] = "d" });
        var lines = selection.Resources.Concat(selection.Patches).Select(p => Path.GetRelativePath(Repository.Root, p).Replace('\\', '/')).ToList();
        Assert.DoesNotContain(lines, l => l.EndsWith("/ingress", StringComparison.Ordinal) || l.EndsWith("/storage", StringComparison.Ordinal) || l == "dashboards" || l.Contains("grafana", StringComparison.Ordinal));
        Assert.Contains("stack/profiles/standard/otlp.yaml", lines);
        Assert.Contains("alerts", lines);
        Assert.Equal("c", selection.LeftOut["opentelemetry-collector"]);
    }

    [Fact]
    public void A_component_is_added_to_a_profile()
    {
        var selection = StackSelection.Choose(Stack, "minimal", ["loki"], Nothing);
        Assert.Contains("loki", selection.Components);
        Assert.Equal("not in profile minimal", selection.LeftOut["tempo"]);
    }

    [Theory]
    [InlineData("minmal", "loki", "", "did you mean \"minimal\"?")]
    [InlineData("minimal", "lokki", "", "did you mean \"loki\"?")]
    [InlineData("minimal", "loki", "prometheus", "is required")]
    public void Mistakes_are_named(string profile, string with, string without, string message)
    {
        var left = without.Length > 0 ? new Dictionary<string, string> { [without] = "left out by the settings" } : Nothing;
        Assert.Contains(message, Assert.Throws<PlatformException>(() => StackSelection.Choose(Stack, profile, [with], left)).Message, StringComparison.Ordinal);
    }

    private static string Text(Manifest manifest) => manifest.Key + manifest.Json.ToJsonString();
}
