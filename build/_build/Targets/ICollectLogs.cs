namespace TalosBuild.Targets;

internal interface ICollectLogs : IPlatformBuild
{
    Target CollectLogs => _ => _
        .Description("Write the last lines that components and applications logged to artifacts/logs")
        .Executes(() => TalosPlatform.Clusters.CollectLogs.RunAsync(Session.Run, Session.Stopping));
}
