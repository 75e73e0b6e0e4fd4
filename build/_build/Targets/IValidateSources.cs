namespace TalosBuild.Targets;

internal interface IValidateSources : IPlatformBuild
{
    Target ValidateSources => _ => _
        .Description("Check dashboards and alert rules as files; nothing has to run")
        .Executes(() => TalosPlatform.GitHooks.ValidateSources.RunAsync(Session.Run, Session.Stopping));
}
