using System.Runtime.InteropServices;
using TalosPlatform.Tests.Cluster.Debian;

namespace TalosPlatform.Tests.Cluster;

/// <summary>What a machine needs for a reference cluster.</summary>
internal static class MachineRequirements
{
    private static readonly string[] Tools = ["apt-get", "apt-cache", "dpkg-deb", "unshare", "nsenter", "perl", "nice"];

    /// <summary>Why this machine cannot run one; null when it can.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/etc/os-release"))
            return "it is not Debian";
        var release = File.ReadLines("/etc/os-release").Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1].Trim('"'), StringComparer.Ordinal);
        if (release.GetValueOrDefault("ID") != "debian" || release.GetValueOrDefault("VERSION_CODENAME") != PrivateApt.Release)
            return $"it is {release.GetValueOrDefault("PRETTY_NAME", "another system")}, not Debian {PrivateApt.Release}, whose packages Kubernetes is built from";
        if (RuntimeInformation.OSArchitecture is not (Architecture.X64 or Architecture.Arm64))
            return $"its processor is {RuntimeInformation.OSArchitecture}";
        if (!Environment.IsPrivilegedProcess)
            return "this is not root, and a node needs namespaces, mounts and control groups";
        if (Tools.FirstOrDefault(tool => !Directories.Any(folder => File.Exists(Path.Combine(folder, tool)))) is { } missing)
            return $"it has no \"{missing}\"";
        if (NodeControlGroup.Missing.FirstOrDefault() is { } controller)
            return $"the control group controller \"{controller}\" is not mounted as in version 1, which this kubelet is run with";
        return null;
    }

    private static string[] Directories => ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];
}
