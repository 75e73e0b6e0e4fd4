namespace TalosPlatform.Tests.Samples.Support;

/// <summary>Where the sources are.</summary>
public static class Repository
{
    /// <summary>The folder of TalosBuild.sln, found upwards from the test's own folder.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The folder of a sample.</summary>
    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    /// <summary>Names of all samples: every folder with an app.yaml.</summary>
    public static IReadOnlyList<string> Samples { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "samples"), "app.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException("TalosBuild.sln is in no folder above the tests.")
        : File.Exists(Path.Combine(folder.FullName, "TalosBuild.sln")) ? folder.FullName
        : Find(folder.Parent);
}
