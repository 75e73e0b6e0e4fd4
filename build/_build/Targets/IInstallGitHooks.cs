using TalosPlatform.GitHooks;

namespace TalosBuild.Targets;

internal interface IInstallGitHooks : IPlatformBuild
{
    Target InstallGitHooks => _ => _
        .Description("Let Git check before a commit and a push, and deploy after a merge; hooks of yours stay")
        .Executes(() => HookInstaller.InstallAsync(Session.Run, Session.Stopping));

    Target RemoveGitHooks => _ => _
        .Description("Remove what InstallGitHooks wrote and put your own hooks back")
        .Executes(() => HookInstaller.RemoveAsync(Session.Run, Session.Stopping));
}
