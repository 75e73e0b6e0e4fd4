using System.Collections.Immutable;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Stack.Tools;

/// <summary>Tools the machine already has in PATH, when their version suffices.</summary>
public sealed class PathToolSource(ICommandRunner commands, string path) : IToolSource
{
    private readonly string[] _folders = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public async Task<ResolvedTool> TryResolveAsync(ToolPin pin, Action<string> status, CancellationToken cancellation)
    {
        var main = pin.Binaries[0];
        if (Locate(main) is not { } binary)
            return ResolvedTool.Missing(pin.Name, "not in PATH");
        var version = await ToolVersion.AskAsync(commands, binary, pin, cancellation);
        if (version is null)
            return ResolvedTool.Missing(pin.Name, $"\"{binary}\" does not tell its version");
        if (version < pin.Minimum)
            return ResolvedTool.Missing(pin.Name, $"\"{binary}\" is {version}, older than {pin.Minimum}");
        var binaries = pin.Binaries.Select(b => (b.Name, Path: Locate(b))).Where(b => b.Path is not null).ToImmutableSortedDictionary(b => b.Name, b => b.Path!, StringComparer.Ordinal);
        return new ResolvedTool(pin.Name, version.ToString(), "PATH", "", binaries, null);
    }

    private string? Locate(ToolBinary binary)
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return (from folder in _folders from name in binary.PathNames select Path.Combine(folder, name + suffix)).FirstOrDefault(File.Exists);
    }
}
