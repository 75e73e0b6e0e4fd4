using System.Globalization;
using System.Text.RegularExpressions;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Clusters.Talos;

/// <summary>Keeps kubeconfig and talosconfig of a cluster pointing at where Docker publishes its API: talosctl may write the address inside
/// the network, and the port changes when a container is started again.</summary>
public static partial class KubeconfigFile
{
    private const int KubernetesPort = 6443;
    private const int TalosPort = 50000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Corrects both files where they are wrong.</summary>
    /// <returns>Server of the kubeconfig.</returns>
    /// <exception cref="PlatformException">A file or the published port is missing, or the kubeconfig belongs to another cluster.</exception>
    public static Uri Repair(TalosFolder folder, TalosNames names, DockerContainer controlPlane)
    {
        if (!File.Exists(folder.Kubeconfig))
            throw new PlatformException($"talosctl wrote no kubeconfig \"{folder.Kubeconfig}\".", "Run \"./build.sh ProvisionCluster --recreate\".");
        var text = File.ReadAllText(folder.Kubeconfig);
        if (CurrentContext().Match(text).Groups["name"].Value is var context && context != names.Context)
            throw WrongContext(names, context, Server().Match(text).Groups["url"].Value);
        var server = new Uri($"https://127.0.0.1:{Published(controlPlane, KubernetesPort).ToString(CultureInfo.InvariantCulture)}");
        Write(folder.Kubeconfig, text, Server().Replace(text, m => $"{m.Groups["key"].Value}{server.GetLeftPart(UriPartial.Authority)}"));
        if (File.Exists(folder.Talosconfig))
        {
            var talos = File.ReadAllText(folder.Talosconfig);
            Write(folder.Talosconfig, talos, Endpoint().Replace(talos, m => $"{m.Groups["key"].Value}127.0.0.1:{Published(controlPlane, TalosPort).ToString(CultureInfo.InvariantCulture)}"));
        }

        return server;
    }

    /// <summary>Refuses a kubeconfig whose context or server is not the cluster's.</summary>
    /// <exception cref="PlatformException">It belongs to another cluster.</exception>
    public static void Check(TalosFolder folder, TalosNames names, DockerContainer controlPlane)
    {
        var text = File.Exists(folder.Kubeconfig) ? File.ReadAllText(folder.Kubeconfig) : "";
        var context = CurrentContext().Match(text).Groups["name"].Value;
        var server = Server().Match(text).Groups["url"].Value;
        if (context != names.Context || server != FormattableString.Invariant($"https://127.0.0.1:{Published(controlPlane, KubernetesPort)}"))
            throw WrongContext(names, context, server);
    }

    private static PlatformException WrongContext(TalosNames names, string context, string server) => new(
        $"The kubeconfig of cluster \"{names.Cluster}\" leads to context \"{context}\" at \"{server}\", not to \"{names.Context}\"; nothing is deployed there.",
        "Run \"./build.sh ProvisionCluster --recreate\", or remove the file if somebody put it there.");

    private static int Published(DockerContainer controlPlane, int port) =>
        controlPlane.Ports.Where(p => p.ContainerPort == port).Select(p => p.HostPort).FirstOrDefault() is var found and > 0
            ? found
            : throw new PlatformException(FormattableString.Invariant($"The container \"{controlPlane.Name}\" does not publish port {port}."), "Run \"./build.sh ProvisionCluster --recreate\".");

    private static void Write(string path, string before, string after)
    {
        if (after != before)
            AtomicFile.WriteAllText(path, after, OwnerOnly);
    }

    [GeneratedRegex(@"^(?<key>\s*(?:- )?server:\s*)""?(?<url>https://[^\s""]+)""?", RegexOptions.Multiline)]
    private static partial Regex Server();

    [GeneratedRegex(@"^current-context:\s*""?(?<name>[^\s""]+)", RegexOptions.Multiline)]
    private static partial Regex CurrentContext();

    // The list of endpoints of a docker cluster has this machine's loopback and nothing else.
    [GeneratedRegex(@"(?<=endpoints:\s*\n)(?<key>\s*- )127\.0\.0\.1(?::\d+)?")]
    private static partial Regex Endpoint();
}
