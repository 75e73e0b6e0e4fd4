using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>A package that was unpacked and not installed brings its libraries along.</summary>
internal static class DebianLibraries
{
    /// <summary>The variable that makes the dynamic linker find them; none for an installed program.</summary>
    public static Dictionary<string, string> Of(ResolvedTool tool)
    {
        var folders = tool.Home.Length > 0 && Directory.Exists(Path.Combine(tool.Home, "usr", "lib"))
            ? Directory.EnumerateDirectories(Path.Combine(tool.Home, "usr", "lib"), "*-linux-gnu").ToList()
            : [];
        return folders.Count > 0 ? new() { ["LD_LIBRARY_PATH"] = string.Join(':', folders) } : [];
    }
}
