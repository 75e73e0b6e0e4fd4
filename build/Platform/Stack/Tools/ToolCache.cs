using System.Runtime.InteropServices;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Tools;

/// <summary>Where downloaded tools are kept for every build of this user: <c>TALOS_DEV_TOOL_CACHE</c>, else <c>talos-dev</c> in the user's cache folder.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record ToolCache(string Root)
{
    /// <summary>The cache of this user.</summary>
    public static ToolCache ForUser(Func<string, string?> environment)
    {
        if (environment("TALOS_DEV_TOOL_CACHE") is { Length: > 0 } chosen)
            return new ToolCache(Path.GetFullPath(chosen));
        if (environment("XDG_CACHE_HOME") is { Length: > 0 } xdg)
            return new ToolCache(Path.Combine(xdg, "talos-dev"));
        return OperatingSystem.IsWindows()
            ? new ToolCache(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "talos-dev"))
            : new ToolCache(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "talos-dev"));
    }

    /// <summary>Operating system and processor as releases name them, such as <c>linux-amd64</c>.</summary>
    public static string Platform => $"{OsName}-{ArchName}";

    /// <summary><c>linux</c>, <c>darwin</c> or <c>windows</c>.</summary>
    public static string OsName => OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";

    /// <summary><c>amd64</c>, <c>arm64</c>, …</summary>
    public static string ArchName => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>Folder of one version of a tool.</summary>
    public string FolderOf(string tool, string version) => Path.Combine(Root, "tools", tool, $"{version}-{Platform}");

    /// <summary>Folder for builds of applications.</summary>
    public string Builds => Path.Combine(Root, "builds");

    /// <summary>Lock file for a name; locks live here because this folder is never removed while somebody may wait.</summary>
    public string LockFile(string name) => Path.Combine(Root, "locks", name + ".lock");

    /// <summary>Fills a folder so that it exists whole or not at all: concurrent builds wait for each other, a broken attempt leaves the old state.</summary>
    /// <param name="folder">The folder to fill.</param>
    /// <param name="fill">Writes into the temporary folder given; throws when it cannot.</param>
    /// <param name="onWaiting">Told who else is filling it.</param>
    /// <param name="cancellation">Stops waiting and filling.</param>
    public async Task FillAsync(string folder, Func<string, Task> fill, Action<string>? onWaiting, CancellationToken cancellation)
    {
        var name = Path.GetRelativePath(Root, folder).Replace(Path.DirectorySeparatorChar, '_');
        using var held = await FileLock.TakeAsync(LockFile(name), $"process {Environment.ProcessId}, which fills the cache", TimeSpan.FromMinutes(10), onWaiting, cancellation);
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder)!;
        Directory.CreateDirectory(parent);
        var temporary = Path.Combine(parent, $".filling-{Path.GetFileName(folder)}");
        if (Directory.Exists(temporary))
            Directory.Delete(temporary, recursive: true);
        Directory.CreateDirectory(temporary);
        try
        {
            await fill(temporary);
            Directory.Move(temporary, folder);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }
}
