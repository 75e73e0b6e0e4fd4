using System.Collections.Immutable;
using TalosPlatform.Tests.Cluster.Debian;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>The images every reference cluster has. They behave as the upstream images of the same name: same entry point, user, data and configuration folders.</summary>
public static class ReferenceImages
{
    /// <summary>Prometheus with service discovery for Kubernetes.</summary>
    public const string Prometheus = "localhost/reference/prometheus:debian";

    /// <summary>Alertmanager.</summary>
    public const string Alertmanager = "localhost/reference/alertmanager:debian";

    /// <summary>Node exporter; also a small workload with metrics on port 9100.</summary>
    public const string NodeExporter = "localhost/reference/node-exporter:debian";

    /// <summary>Node.js with nothing else; the tests bring the application.</summary>
    public const string NodeJs = "localhost/reference/nodejs:debian";

    /// <summary>A static busybox with its links: a shell, wget, nslookup, httpd.</summary>
    public const string BusyBox = "localhost/reference/busybox:1";

    internal const string Pause = "localhost/pause:1";

    internal const string ServersLayer = "servers";
    internal const string NodeJsLayer = "nodejs";
    internal const string BusyBoxLayer = "busybox";
    internal const string FilesLayer = "files";

    // bookworm's Prometheus is built without service discovery for Kubernetes; trixie's runs on any kernel.
    internal static RootFileSystemRecipe Servers { get; } = new("trixie", "extract", ["prometheus", "prometheus-alertmanager", "prometheus-node-exporter", "base-files", "busybox-static", "tzdata"])
    {
        // Half of the size, and of the time to start a cluster.
        LeftOut = ["/usr/bin/promtool", "/usr/bin/amtool", "/usr/share/javascript/*/data/*", "/usr/share/perl*", "/usr/lib/*/perl*"],
    };

    internal static RootFileSystemRecipe NodeJsFiles { get; } = new("trixie", "extract", ["nodejs", "base-files", "busybox-static"]);

    internal static ImmutableArray<ReferenceImage> All { get; } =
    [
        new(Pause, [BusyBoxLayer]) { Entrypoint = ["/bin/busybox", "sleep", "2147483647"] },
        new(BusyBox, [BusyBoxLayer]) { Arguments = ["sh"] },
        new(Prometheus, [ServersLayer, FilesLayer])
        {
            Entrypoint = ["/usr/bin/prometheus"],
            Arguments = ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"],
            WorkingDirectory = "/prometheus",
        },
        new(Alertmanager, [ServersLayer, FilesLayer])
        {
            Entrypoint = ["/usr/bin/prometheus-alertmanager"],
            Arguments = ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"],
            WorkingDirectory = "/alertmanager",
        },
        new(NodeExporter, [ServersLayer, FilesLayer]) { Entrypoint = ["/usr/bin/prometheus-node-exporter"] },
        new(NodeJs, [NodeJsLayer, FilesLayer]) { Arguments = ["node"] },
    ];
}
