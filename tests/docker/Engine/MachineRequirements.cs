namespace TalosPlatform.Tests.Docker.Engine;

/// <summary>What a machine needs for an engine of the tests' own.</summary>
internal static class MachineRequirements
{
    private static readonly string[] Tools = ["dockerd", "docker", "docker-registry", "ip", "busybox"];

    /// <summary>Why this machine cannot run one; null when it can.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "it is not Linux";
        if (!Environment.IsPrivilegedProcess)
            return "this is not root, and an engine needs namespaces, mounts and control groups";
        if (File.Exists("/var/run/docker.sock") || Directory.Exists("/sys/class/net/docker0"))
            return "another Docker runs here, and two of them would share a bridge";
        return Tools.FirstOrDefault(tool => Find(tool) is null) is { } missing
            ? $"it has no \"{missing}\" (Debian's packages docker.io, docker-registry, busybox-static and iproute2)"
            : null;
    }

    /// <summary>Path of a tool; null when there is none.</summary>
    public static string? Find(string tool) =>
        new[] { "/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
