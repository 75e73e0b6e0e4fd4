using System.Collections.Concurrent;
using k8s;
using k8s.Models;

namespace TalosPlatform.Tests.Stack.Support;

/// <summary>What <c>kubectl kustomize stack/profiles/NAME</c> gives.</summary>
internal sealed record Profile(string Name, string Yaml, IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Profile>>> Rendered = new();

    public static IReadOnlyList<string> Names { get; } = ["minimal", "standard", "full"];

    /// <summary>Renders a profile once; the test is skipped where there is no kubectl.</summary>
    public static Task<Profile> RenderAsync(string name)
    {
        var kubectl = Tool.Require("kubectl");
        return Rendered.GetOrAdd(name, n => new Lazy<Task<Profile>>(() => RenderAsync(kubectl, n))).Value;
    }

    public IEnumerable<T> OfType<T>() => Objects.OfType<T>();

    /// <summary>The object of a type, a namespace and a name; null when the profile has none.</summary>
    public T? Find<T>(string? space, string name) where T : class, IKubernetesObject<V1ObjectMeta> =>
        OfType<T>().SingleOrDefault(item => item.Metadata.NamespaceProperty == space && item.Metadata.Name == name);

    private static async Task<Profile> RenderAsync(string kubectl, string name)
    {
        var run = await Tool.RunAsync(kubectl, ["kustomize", Path.Combine(Manifests.StackRoot, "profiles", name)]);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal("", run.StandardError);
        return new Profile(name, run.StandardOutput, Manifests.Parse(run.StandardOutput));
    }
}
