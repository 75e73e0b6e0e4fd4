using System.Security.Cryptography;
using System.Text;

namespace TalosPlatform.Runs;

/// <summary>Names of the locks of clusters.</summary>
public static class ClusterLocks
{
    /// <summary>A file name for the lock of a cluster's folder: readable, and different for different workspaces.</summary>
    public static string NameOf(string clusterFolder) =>
        $"cluster-{Path.GetFileName(clusterFolder)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(clusterFolder))))[..12]}";
}
