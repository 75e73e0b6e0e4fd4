using TalosPlatform.Tests.Cluster.Debian;

namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>File systems of Debian's packages that images of the samples are built with.</summary>
/// <param name="PythonLayer">Python with the libraries of python-fastapi, as an uncompressed tar file.</param>
/// <param name="PostgresLayer">PostgreSQL, as an uncompressed tar file.</param>
/// <param name="GoRoot">Folder with Go and the libraries of go-http; not part of its image.</param>
public sealed record SampleParts(string PythonLayer, string PostgresLayer, string GoRoot)
{
    /// <summary>Major version of the PostgreSQL in <see cref="PostgresLayer"/>.</summary>
    public const string PostgresVersion = "17";

    // The sample is written for the libraries of this release.
    internal static RootFileSystemRecipe Python { get; } = new(PrivateApt.Release, "extract", ["python3", "python3-fastapi", "python3-uvicorn", "python3-prometheus-client", "base-files", "busybox-static"]);

    internal static RootFileSystemRecipe Postgres { get; } = new("trixie", "extract", [$"postgresql-{PostgresVersion}", "base-files", "busybox-static", "tzdata"])
    {
        // Just-in-time compilation and Perl's helpers: most of the size, and unused.
        LeftOut = ["/usr/lib/*/libLLVM*", "/usr/lib/llvm*", $"/usr/lib/postgresql/{PostgresVersion}/lib/bitcode/*", "/usr/share/perl*", "/usr/lib/*/perl*"],
    };

    internal static RootFileSystemRecipe Go { get; } = new(PrivateApt.Release, "extract", ["golang-go", "golang-github-prometheus-client-golang-dev", "golang-opentelemetry-otel-dev"]);
}
