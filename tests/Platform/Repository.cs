using System.Runtime.CompilerServices;

namespace TalosPlatform.Tests;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root folder, found by walking up from the test binaries or, failing that, from this source file.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory) ?? Find(Source()) ?? throw new DirectoryNotFoundException("TalosBuild.sln is in none of the parent folders.");

    /// <summary>Folder of the test corpus beside the checkout; the test is skipped where there is none.</summary>
    public static string CorpusOrSkip()
    {
        for (var folder = new DirectoryInfo(Root).Parent; folder is not null; folder = folder.Parent)
        {
            var corpus = Path.Combine(folder.FullName, "shared", "corpus");
            if (Directory.Exists(corpus))
                return corpus;
        }

        Assert.Skip("no folder shared/corpus beside the checkout");
        return "";
    }

    private static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TalosBuild.sln")))
                return folder.FullName;
        }

        return null;
    }

    private static string Source([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
