using TalosPlatform.Shared.Files;
using TalosPlatform.Tests.Cluster.Certificates;

namespace TalosPlatform.Tests.Cluster;

/// <summary>Writes what the node reads as <c>/etc/kubernetes</c>.</summary>
internal static class NodeConfiguration
{
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    /// <summary>Copies the scripts and files beside our assembly, and writes new credentials.</summary>
    public static void Write(ClusterFolder folder, NodeNetwork network, DateTimeOffset now)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Node");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder.Node, Path.GetRelativePath(source, file));
            var content = File.ReadAllText(file).Replace("${NODE_ADDRESS}", network.NodeAddress, StringComparison.Ordinal);
            AtomicFile.WriteAllText(target, content, Path.GetFileName(file) == "run" ? Executable : null);
        }

        ClusterCredentials.Write(folder, network, now);
    }
}
