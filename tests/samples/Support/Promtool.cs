using System.Runtime.InteropServices;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>Finds promtool: on the PATH, else unpacked from Debian's package into a folder beside the tests.</summary>
public static class Promtool
{
    private static readonly Lazy<Task<string?>> Found = new(FindAsync);

    /// <summary>Runs promtool, or skips the test where it cannot be had.</summary>
    public static async Task<(int ExitCode, string Text)> RunAsync(string folder, params string[] arguments)
    {
        var tool = await Found.Value;
        Assert.SkipWhen(tool is null, "promtool is neither installed nor available as a Debian package.");
        var (exitCode, text) = await Shell.RunAsync([tool!, .. arguments], folder, TimeSpan.FromMinutes(1));
        return (exitCode!.Value, text);
    }

    private static async Task<string?> FindAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "promtool");
        var unpacked = Path.Combine(folder, "usr", "bin", "promtool");
        if ((await Shell.RunAsync(["promtool", "--version"], "/", TimeSpan.FromSeconds(10))).ExitCode == 0)
            return "promtool";
        if (File.Exists(unpacked))
            return unpacked;
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return null;
        Directory.CreateDirectory(folder);
        if ((await Shell.RunAsync(["apt-get", "download", "prometheus"], folder, TimeSpan.FromMinutes(2))).ExitCode != 0)
            return null;
        var package = Directory.GetFiles(folder, "prometheus_*.deb").Single();
        return (await Shell.RunAsync(["dpkg", "-x", package, folder], folder, TimeSpan.FromMinutes(1))).ExitCode == 0 ? unpacked : null;
    }
}
