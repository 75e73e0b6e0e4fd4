using k8s;
using k8s.Exceptions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>A context of a kubeconfig, and where it leads.</summary>
/// <param name="Kubeconfig">Absolute path of the file.</param>
/// <param name="Name">Name of the context.</param>
/// <param name="Configuration">Server, trust and credentials as the client library reads them.</param>
public sealed record ClusterContext(string Kubeconfig, string Name, KubernetesClientConfiguration Configuration)
{
    /// <summary>Root of the API server, ending in a slash.</summary>
    public Uri Server { get; } = new(Configuration.Host.TrimEnd('/') + "/");

    /// <summary>Reads a context.</summary>
    /// <param name="kubeconfig">Path of the file.</param>
    /// <param name="context">Name of the context; null for the file's current one.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="PlatformException">The file is missing or broken, or has no such context.</exception>
    public static async Task<ClusterContext> ReadAsync(string kubeconfig, string? context, CancellationToken cancellation)
    {
        if (!File.Exists(kubeconfig))
            throw new PlatformException($"There is no kubeconfig \"{kubeconfig}\".", "Give --kubeconfig the path of one, or set KUBECONFIG.");
        try
        {
            var file = await KubernetesClientConfiguration.LoadKubeConfigAsync(kubeconfig).WaitAsync(cancellation);
            var names = (file.Contexts ?? []).Select(c => c.Name).ToList();
            var chosen = context ?? file.CurrentContext;
            if (string.IsNullOrEmpty(chosen))
                throw new PlatformException($"\"{kubeconfig}\" has no current context.", $"Give --context one of: {string.Join(", ", names)}.");
            if (!names.Contains(chosen))
                throw new PlatformException($"\"{kubeconfig}\" has no context \"{chosen}\": {NearestName.Hint(chosen, names)}", "Give --context the name of one that exists.");
            return new ClusterContext(Path.GetFullPath(kubeconfig), chosen, KubernetesClientConfiguration.BuildConfigFromConfigObject(file, chosen));
        }
        catch (Exception error) when (error is KubeConfigException or YamlDotNet.Core.YamlException or IOException or UnauthorizedAccessException or FormatException or UriFormatException)
        {
            throw new PlatformException($"\"{kubeconfig}\" cannot be used: {error.Message}", "Compare it with \"kubectl config view\".", inner: error);
        }
    }

    /// <summary>The kubeconfig that kubectl would take: the first existing file of <c>KUBECONFIG</c>, else <c>~/.kube/config</c>.</summary>
    public static string DefaultKubeconfig(Func<string, string?> environment)
    {
        var paths = (environment("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return paths.FirstOrDefault(File.Exists) ?? paths.FirstOrDefault()
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
    }
}
