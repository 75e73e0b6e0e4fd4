using System.Runtime.CompilerServices;

namespace TalosBuild.Engine.Tests;

/// <summary>
/// Compares text with a file under golden/, control characters shown as symbols. <c>ACCEPT_GOLDEN=1</c> writes the files
/// instead.
/// </summary>
internal static class Golden
{
    public static void Check(string name, string actual, [CallerFilePath] string caller = "")
    {
        var directory = Path.GetDirectoryName(caller)!;
        while (!Directory.Exists(Path.Combine(directory, "golden"))) directory = Path.GetDirectoryName(directory)!;
        var file = Path.Combine(directory, "golden", name);
        actual = actual.Replace("\e", "\u241b", StringComparison.Ordinal).Replace("\r", "\u240d", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"'{file}' does not exist; run the tests with ACCEPT_GOLDEN=1 to write it.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), actual);
    }
}
