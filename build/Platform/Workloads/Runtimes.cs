namespace TalosPlatform.Workloads;

/// <summary>Programs that applications need to build and run.</summary>
public static class Runtimes
{
    private static readonly Dictionary<string, (string Program, string Fix)> Known = new(StringComparer.Ordinal)
    {
        ["dotnet"] = ("dotnet", "install the .NET SDK 10 (https://dot.net)"),
        ["node"] = ("npm", "install Node.js 20 or newer (https://nodejs.org)"),
        ["go"] = ("go", "install Go 1.19 or newer (Debian: apt install golang)"),
        ["python"] = ("python3", "install Python 3.11 or newer (Debian: apt install python3)"),
    };

    /// <summary>Names of the runtimes there are.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Why an application's runtime is not here, with the fix; null when it is.</summary>
    public static string? WhyMissing(string runtime, string path) => !Known.TryGetValue(runtime, out var needed)
        ? $"runtime \"{runtime}\" is unknown: {Shared.Text.NearestName.Hint(runtime, Known.Keys)}"
        : Locate(needed.Program, path) is null
            ? $"\"{needed.Program}\" is not in PATH: {needed.Fix}"
            : null;

    /// <summary>Absolute path of a program in PATH; null when there is none.</summary>
    public static string? Locate(string program, string path) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
