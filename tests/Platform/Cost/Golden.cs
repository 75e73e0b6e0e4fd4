namespace TalosPlatform.Tests.Cost;

/// <summary>Compares with files that were looked at and accepted; <c>ACCEPT_GOLDEN=1</c> writes them anew.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        var path = Path.Combine(CostTestFiles.Fixtures, "golden", name);
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"\"{path}\" does not exist: run the tests with ACCEPT_GOLDEN=1 and look at it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
