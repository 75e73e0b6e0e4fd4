namespace TalosBuild.Targets;

internal interface IFetchTools : IPlatformBuild
{
    Target FetchTools => _ => _
        .Description("Fetch every tool into the cache and start nothing")
        .Executes(() => TalosPlatform.Stack.Tools.FetchTools.RunAsync(Session.Run, Session.Stopping));
}
