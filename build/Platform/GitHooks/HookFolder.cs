using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.GitHooks;

/// <summary>Where Git looks for the hooks of a repository.</summary>
/// <param name="Path">Absolute path of the folder.</param>
/// <param name="Prefix">Folder of the workspace inside the work tree; empty or ending in a slash.</param>
public sealed record HookFolder(string Path, string Prefix)
{
    /// <summary>Asks Git; <c>core.hooksPath</c> and work trees are taken into account.</summary>
    /// <exception cref="PlatformException">The workspace is no repository, or its hooks are shared with other repositories.</exception>
    public static async Task<HookFolder> FindAsync(ICommandRunner commands, string workspace, CancellationToken cancellation)
    {
        async Task<string?> AskAsync(params string[] arguments)
        {
            var result = await commands.RunAsync(Command.Of("git", ["-C", workspace, .. arguments]), cancellation: cancellation);
            return result.ExitCode == 0 ? result.Output.TrimEnd('\n', '\r') : null;
        }

        var top = await AskAsync("rev-parse", "--show-toplevel")
            ?? throw new PlatformException($"\"{workspace}\" is not inside the work tree of a Git repository.", "Run \"git init\" there, or give --workspace the folder of a repository.");
        var hooks = System.IO.Path.GetFullPath(await AskAsync("rev-parse", "--git-path", "hooks") ?? "", workspace);
        var common = System.IO.Path.GetFullPath(await AskAsync("rev-parse", "--git-common-dir") ?? "", workspace);
        if (!IsInside(hooks, top) && !IsInside(hooks, common))
        {
            throw new PlatformException(
                $"core.hooksPath is \"{hooks}\", a folder that other repositories may share.",
                "Set a folder of this repository first, such as \"git config core.hooksPath .githooks\".");
        }

        return new HookFolder(hooks, await AskAsync("rev-parse", "--show-prefix") ?? "");
    }

    private static bool IsInside(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
