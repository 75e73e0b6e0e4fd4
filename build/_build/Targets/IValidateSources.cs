namespace TalosBuild.Targets;

internal interface IValidateSources : IPlatformBuild
{
    Target ValidateSources => _ => _
        .Description("Check manifests, dashboards and alert rules as files; nothing has to run, and the last reports stay")
        .Executes(() => TalosPlatform.GitHooks.ValidateSources.RunAsync(Session.Run, Session.Stopping));
}
