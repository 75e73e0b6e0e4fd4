using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.GitHooks;

/// <summary>The targets InstallGitHooks and RemoveGitHooks. A hook the user has is kept and called first; nothing that is not ours is overwritten or deleted.</summary>
public static class HookInstaller
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes all hooks; a second time it changes nothing.</summary>
    /// <exception cref="PlatformException">A hook is in the way; nothing was changed.</exception>
    public static async Task InstallAsync(RunContext run, CancellationToken cancellation)
    {
        var folder = await HookFolder.FindAsync(run.Services.Commands, run.Workspace.Root, cancellation);
        var hooks = GitHook.All.Select(hook => (hook.Name, Path: Path.Combine(folder.Path, hook.Name), Text: HookScript.Render(hook, run.Workspace.PlatformRoot, folder.Prefix))).ToList();
        // All are looked at before the first is written.
        foreach (var (_, path, _) in hooks)
            ThrowIfInTheWay(path);
        foreach (var (name, path, text) in hooks)
        {
            var chained = false;
            if (Read(path) is { } present && !HookScript.IsOurs(present))
            {
                File.Move(path, path + HookScript.UserSuffix);
                chained = true;
            }

            AtomicFile.WriteAllText(path, text, Executable);
            run.Progress.Info($"✓ {name}{(chained ? ", after your own one" : "")}: \"{path}\"");
        }
    }

    /// <summary>Removes our hooks and puts those of the user back; a second time it finds nothing to do.</summary>
    public static async Task RemoveAsync(RunContext run, CancellationToken cancellation)
    {
        var folder = await HookFolder.FindAsync(run.Services.Commands, run.Workspace.Root, cancellation);
        foreach (var hook in GitHook.All)
        {
            var path = Path.Combine(folder.Path, hook.Name);
            var text = Read(path);
            if (text is not null && HookScript.IsChanged(text))
            {
                run.Progress.Warn($"\"{path}\" was changed by hand and stays; delete it yourself.");
                continue;
            }

            if (text is null || !HookScript.IsOurs(text))
                continue;
            File.Delete(path);
            if (File.Exists(path + HookScript.UserSuffix))
                File.Move(path + HookScript.UserSuffix, path);
            run.Progress.Info($"✓ {hook.Name} removed");
        }
    }

    private static void ThrowIfInTheWay(string path)
    {
        if (Directory.Exists(path))
            throw new PlatformException($"\"{path}\" is a folder.", "A hook is a file: move the folder away.");
        if (Read(path) is not { } text || HookScript.IsOurs(text))
            return;
        if (HookScript.IsChanged(text))
            throw new PlatformException($"\"{path}\" is a hook of the platform that was changed by hand.", $"Keep your lines in \"{path}{HookScript.UserSuffix}\" and delete the file.");
        if (File.Exists(path + HookScript.UserSuffix))
            throw new PlatformException($"Both \"{path}\" and \"{path}{HookScript.UserSuffix}\" are hooks of yours.", "Make one of the two; the platform calls the latter.");
    }

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;
}
