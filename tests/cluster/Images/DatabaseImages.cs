using System.Collections.Immutable;
using TalosPlatform.Tests.Cluster.Debian;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>Images of the databases and exporters that Debian has; they behave as the upstream images that <c>stack/versions.yaml</c> names.</summary>
public static class DatabaseImages
{
    /// <summary>References by the names of <c>stack/versions.yaml</c>: what <c>stack.imageOverrides</c> takes.</summary>
    public static ImmutableSortedDictionary<string, string> Overrides { get; } = ((string[])["postgres", "postgres-exporter", "mysql", "mysql-exporter", "redis", "redis-exporter"])
        .ToImmutableSortedDictionary(name => name, name => $"localhost/reference/{name}:debian", StringComparer.Ordinal);

    internal static RootFileSystemRecipe Servers { get; } = new("trixie", "extract",
    [
        "redis-server", "redis-tools", "mariadb-server-core", "mariadb-client", "prometheus-postgres-exporter", "prometheus-mysqld-exporter", "prometheus-redis-exporter",
        "base-files", "busybox-static", "tzdata",
    ])
    {
        LeftOut = ["/usr/share/perl*", "/usr/lib/*/perl*"],
    };

    /// <summary>Writes the layers that are small, and describes the images.</summary>
    /// <param name="servers">Layer of <see cref="Servers"/>.</param>
    /// <param name="postgres">Layer with PostgreSQL.</param>
    /// <param name="files">Layer <see cref="ReferenceImages.FilesLayer"/>.</param>
    /// <param name="work">Folder for what is made; the caller removes it after the import.</param>
    internal static (IReadOnlyList<ReferenceImage> Images, IReadOnlyDictionary<string, string> Layers) Make(string servers, string postgres, string files, string work)
    {
        var layers = new Dictionary<string, string>
        {
            ["databases"] = servers,
            ["postgres"] = postgres,
            [ReferenceImages.FilesLayer] = files,
            ["postgres-files"] = Path.Combine(work, "postgres-files.tar"),
            ["mariadb-files"] = Path.Combine(work, "mariadb-files.tar"),
        };
        PostgresFiles.Write(layers["postgres-files"], work);
        MariaDbFiles.Write(layers["mariadb-files"], work);
        ImmutableArray<string> start = ["/usr/bin/busybox", "sh", "/usr/local/bin/docker-entrypoint.sh"];
        ReferenceImage Of(string name, params ImmutableArray<string> own) => new(Overrides[name], own);
        ReferenceImage Exporter(string name, string program) => Of(name, "databases", ReferenceImages.FilesLayer) with { Entrypoint = ["/usr/bin/" + program] };
        return (
            [
                // Its SIGTERM waits for every client to leave.
                Of("postgres", "postgres", ReferenceImages.FilesLayer, "postgres-files") with { Entrypoint = start, Arguments = ["postgres"], User = PostgresFiles.User, StopSignal = "SIGINT" },
                Of("mysql", "databases", ReferenceImages.FilesLayer, "mariadb-files") with { Entrypoint = start, Arguments = ["mysqld"], User = PostgresFiles.User },
                Of("redis", "databases", ReferenceImages.FilesLayer) with { Arguments = ["redis-server"], User = PostgresFiles.User },
                Exporter("postgres-exporter", "prometheus-postgres-exporter"),
                Exporter("mysql-exporter", "prometheus-mysqld-exporter"),
                Exporter("redis-exporter", "prometheus-redis-exporter"),
            ],
            layers);
    }
}
