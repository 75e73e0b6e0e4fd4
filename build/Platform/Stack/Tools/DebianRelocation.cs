using System.Text;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Tools;

/// <summary>Makes a Debian binary that reads its files from a fixed folder under <c>/usr</c> usable without being installed:
/// the path inside the unpacked copy is replaced by one of the same length that leads to the working directory.</summary>
internal static class DebianRelocation
{
    private const string Here = "/proc/self/cwd";

    /// <summary>Folder such a binary has to run in; null when the tool needs none or was not unpacked from a package.</summary>
    public static string? FolderOf(ToolPin pin, string unpacked) =>
        pin.DebianData is { } data && Directory.Exists(Path.Combine(unpacked, data.TrimStart('/'))) ? Path.Combine(unpacked, data.TrimStart('/')) : null;

    /// <summary>Rewrites the binaries of an unpacked package.</summary>
    public static void Apply(ToolPin pin, string unpacked)
    {
        if (FolderOf(pin, unpacked) is null)
            return;
        var from = Encoding.ASCII.GetBytes(pin.DebianData!);
        var to = Encoding.ASCII.GetBytes(SameLength(pin.DebianData!.Length));
        foreach (var path in pin.Binaries.Select(b => Path.Combine(unpacked, b.DebianMember ?? "")).Where(File.Exists))
        {
            var bytes = File.ReadAllBytes(path);
            for (var at = bytes.AsSpan().IndexOf(from); at >= 0; at = bytes.AsSpan().IndexOf(from))
                to.CopyTo(bytes, at);
            File.WriteAllBytes(path, bytes);
        }
    }

    /// <summary>A path to the working directory of a given length, padded with steps that lead nowhere.</summary>
    internal static string SameLength(int length)
    {
        if (length < Here.Length + 1)
            throw new PlatformException($"A path of {length} characters is too short to be replaced.", "Remove debianData from stack/versions.yaml.");
        var padding = length - Here.Length;
        return Here + (padding % 2 == 0 ? "" : "/") + string.Concat(Enumerable.Repeat("/.", padding / 2));
    }
}
