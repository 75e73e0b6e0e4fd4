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
        var expected = File.ReadAllText(path);
        var at = 0;
        while (at < Math.Min(expected.Length, actual.Length) && expected[at] == actual[at])
            at++;
        Assert.True(expected == actual,
            $"{name}:{expected[..at].Count(c => c == '\n') + 1} differs. ACCEPT_GOLDEN=1 accepts the new text.\nexpected: {Around(expected, at)}\nactual:   {Around(actual, at)}");
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 100)].ReplaceLineEndings("⏎");

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Golden");
}
