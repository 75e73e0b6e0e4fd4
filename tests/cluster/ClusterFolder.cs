using System.Security.Cryptography;
using System.Text;

namespace TalosPlatform.Tests.Cluster;

/// <summary>Files of one reference cluster.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record ClusterFolder(string Root)
{
    /// <summary>Kubeconfig of an administrator, readable by its owner only.</summary>
    public string Kubeconfig => Path.Combine(Root, "kubeconfig");

    /// <summary>Logs of every service of the node; <c>pods/</c> holds those of the pods.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>A workspace of the platform whose runs go to this cluster, once it was asked for.</summary>
    public string Workspace => Path.Combine(Root, "workspace");

    /// <summary>Configuration of the node: <c>/etc/kubernetes</c> inside it.</summary>
    public string Node => Path.Combine(Root, "node");

    /// <summary>Control group of the node, the same for every start: what lives in it is found when nothing else is left.</summary>
    internal string ControlGroup => "talos-reference-" + Digest;

    /// <summary>Name of this machine's end of the link to the node, at most 15 characters (IFNAMSIZ); never that of another cluster.</summary>
    internal string Link => "talosref" + Digest[..7];

    private string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..10];
}
