namespace TalosPlatform.Stack.Tools;

/// <summary>Fills the placeholders of release addresses and archive members.</summary>
internal static class ToolPlaceholders
{
    public static string Expand(string text, ToolPin pin) => text
        .Replace("${version}", pin.Version.ToString(), StringComparison.Ordinal)
        .Replace("${os}", ToolCache.OsName, StringComparison.Ordinal)
        .Replace("${arch}", ToolCache.ArchName, StringComparison.Ordinal)
        .Replace("${exe}", OperatingSystem.IsWindows() ? ".exe" : "", StringComparison.Ordinal);
}
