namespace TalosPlatform.Tests;

/// <summary>Compares text with a golden file; <c>ACCEPT_GOLDEN=1</c> rewrites the file instead.</summary>
internal static class Golden
{
    /// <summary>Compares, ignoring the style of line ends.</summary>
    public static void Check(string actual, string path)
    {
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"\"{path}\" is missing: run the tests once with ACCEPT_GOLDEN=1 and review what they wrote.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
