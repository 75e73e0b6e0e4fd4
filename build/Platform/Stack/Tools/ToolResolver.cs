using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Tools;

/// <summary>Finds every tool the platform needs: PATH, then cache, then official release, then Debian package.</summary>
public sealed class ToolResolver(ImmutableSortedDictionary<string, ToolPin> pins, ImmutableArray<IToolSource> sources)
{
    /// <summary>Resolves a tool.</summary>
    /// <returns>The tool, or why each source does not have it.</returns>
    /// <exception cref="PlatformException">No such tool is pinned.</exception>
    public async Task<ResolvedTool> ResolveAsync(string name, Action<string>? status = null, CancellationToken cancellation = default)
    {
        if (!pins.TryGetValue(name, out var pin))
            throw new PlatformException($"No tool \"{name}\" is pinned in stack/versions.yaml.", "Add it there.");
        var reasons = new List<string>();
        foreach (var source in sources)
        {
            var tool = await source.TryResolveAsync(pin, status ?? (_ => { }), cancellation);
            if (tool.Found)
                return tool;
            reasons.Add(tool.MissingReason!);
        }

        return ResolvedTool.Missing(name, string.Join(", ", reasons.Distinct()));
    }
}
