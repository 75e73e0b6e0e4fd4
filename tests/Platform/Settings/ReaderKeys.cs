namespace TalosPlatform.Tests.Settings;

/// <summary>The keys a strict reader knows, as it lists them when it meets one that is near to none.</summary>
internal static class ReaderKeys
{
    /// <summary>A key that is near to no other.</summary>
    public const string Probe = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

    /// <summary>The keys in what a reader said about a file with the probe.</summary>
    public static IEnumerable<string> Of(string? said)
    {
        var line = (said ?? "").Split('\n').Single(l => l.Contains($"unknown key \"{Probe}\"", StringComparison.Ordinal));
        const string List = "valid: ";
        var start = line.IndexOf(List, StringComparison.Ordinal) + List.Length;
        return line[start..line.LastIndexOf(" (at ", StringComparison.Ordinal)].Split(", ");
    }
}
