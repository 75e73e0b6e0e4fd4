namespace TalosPlatform.Tests.Reports;

/// <summary>Compares a rendered report with its golden file; <c>ACCEPT_GOLDEN=1</c> rewrites it.</summary>
internal static class GoldenFile
{
    internal static void Verify(string name, string actual)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"The golden file \"{name}\" is missing. Run the tests with ACCEPT_GOLDEN=1 and look at what it wrote.");
        var expected = File.ReadAllText(path).Split('\n');
        var lines = actual.Split('\n');
        for (var i = 0; i < Math.Max(expected.Length, lines.Length); i++)
            Assert.True(i < expected.Length && i < lines.Length && expected[i] == lines[i],
                $"{name}:{i + 1} differs. ACCEPT_GOLDEN=1 accepts the new text.\nexpected: {expected.ElementAtOrDefault(i)}\nactual:   {lines.ElementAtOrDefault(i)}");
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Golden");
}
