using System.Collections.Immutable;

namespace TalosPlatform.Stack.Tools;

/// <summary>Tools an earlier run downloaded; needs no network.</summary>
public sealed class CacheToolSource(ToolCache cache) : IToolSource
{
    /// <inheritdoc/>
    public Task<ResolvedTool> TryResolveAsync(ToolPin pin, Action<string> status, CancellationToken cancellation) => Task.FromResult(Find(pin));

    private ResolvedTool Find(ToolPin pin)
    {
        if (Unpacked(pin, pin.Version.ToString(), binary => binary.ReleaseMember) is { } release)
            return release;
        var tool = Path.Combine(cache.Root, "tools", pin.Name);
        if (Directory.Exists(tool))
        {
            foreach (var folder in Directory.EnumerateDirectories(tool, $"debian-*-{ToolCache.Platform}").OrderDescending(StringComparer.Ordinal))
            {
                var version = Path.GetFileName(folder)["debian-".Length..^(ToolCache.Platform.Length + 1)];
                if (Version.TryParse(version, out var number) && number >= pin.Minimum && Unpacked(pin, $"debian-{version}", binary => binary.DebianMember ?? "") is { } package)
                    return package;
            }
        }

        return ResolvedTool.Missing(pin.Name, "not cached");
    }

    /// <summary>The tool in a filled folder of the cache; null when its main binary is not there.</summary>
    internal ResolvedTool? Unpacked(ToolPin pin, string version, Func<ToolBinary, string> member)
    {
        var folder = cache.FolderOf(pin.Name, version);
        var binaries = pin.Binaries
            .Select(b => (b.Name, Path: Path.Combine(folder, ToolPlaceholders.Expand(member(b), pin))))
            .Where(b => File.Exists(b.Path))
            .ToImmutableSortedDictionary(b => b.Name, b => b.Path, StringComparer.Ordinal);
        return binaries.ContainsKey(pin.Binaries[0].Name)
            ? new ResolvedTool(pin.Name, version.Replace("debian-", "", StringComparison.Ordinal), "cache", folder, binaries, null) { WorkingDirectory = DebianRelocation.FolderOf(pin, folder) }
            : null;
    }
}
