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
            var own = Read(path) is { } present && !HookScript.IsOurs(present);
            Write(path, text, own);
            run.Progress.Info($"✓ {name}{(own ? ", after your own one" : "")}: \"{path}\"");
        }
    }

    /// <summary>Removes our hooks and puts those of the user back; a second time it finds nothing to do.</summary>
    /// <exception cref="PlatformException">A hook cannot be read or moved.</exception>
    public static async Task RemoveAsync(RunContext run, CancellationToken cancellation)
    {
        var folder = await HookFolder.FindAsync(run.Services.Commands, run.Workspace.Root, cancellation);
        var removed = 0;
        foreach (var hook in GitHook.All)
        {
            var path = Path.Combine(folder.Path, hook.Name);
            var text = Read(path);
            if (text is not null && HookScript.IsChanged(text))
            {
                run.Progress.Warn($"\"{path}\" was changed by hand and stays; delete it yourself.");
                continue;
            }

            var own = path + HookScript.UserSuffix;
            // Where somebody deleted ours, the hook of the user still waits under its other name.
            if (text is null ? !File.Exists(own) : !HookScript.IsOurs(text))
                continue;
            if (File.Exists(own))
                Try("move", own, () => File.Move(own, path, overwrite: true));
            else
                Try("delete", path, () => File.Delete(path));
            run.Progress.Info($"✓ {hook.Name} removed{(File.Exists(path) ? ", your own one is back" : "")}");
            removed++;
        }

        if (removed == 0)
            run.Progress.Info($"No hook of the platform was removed from \"{folder.Path}\".");
    }

    private static void Write(string path, string text, bool keep)
    {
        var own = path + HookScript.UserSuffix;
        if (keep)
            Try("move", path, () => File.Move(path, own));
        try
        {
            AtomicFile.WriteAllText(path, text, Executable);
        }
        catch (PlatformException) when (keep)
        {
            // Without ours nobody would call it.
            File.Move(own, path);
            throw;
        }
    }

    private static void ThrowIfInTheWay(string path)
    {
        if (Directory.Exists(path))
            throw new PlatformException($"\"{path}\" is a folder.", "A hook is a file: move the folder away.");
        if (LostTarget(path) is { } target)
            throw new PlatformException($"\"{path}\" is a link to \"{target}\", which does not exist.", "Restore the file, or delete the link.");
        if (Read(path) is not { } text || HookScript.IsOurs(text))
            return;
        if (HookScript.IsChanged(text))
            throw new PlatformException($"\"{path}\" is a hook of the platform that was changed by hand.", $"Keep your lines in \"{path}{HookScript.UserSuffix}\" and delete the file.");
        if (File.Exists(path + HookScript.UserSuffix))
            throw new PlatformException($"Both \"{path}\" and \"{path}{HookScript.UserSuffix}\" are hooks of yours.", "Make one of the two; the platform calls the latter.");
    }

    private static string? Read(string path)
    {
        string? text = null;
        if (File.Exists(path) && LostTarget(path) is null)
            Try("read", path, () => text = File.ReadAllText(path));
        return text;
    }

    // A link to nothing exists as far as .NET is concerned.
    private static string? LostTarget(string path) => new FileInfo(path) is { LinkTarget: { } target } link && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } ? target : null;

    private static void Try(string what, string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"Cannot {what} the hook \"{path}\": {error.Message}", "Make the file and its folder yours and writable, then run again.", inner: error);
        }
    }
}
