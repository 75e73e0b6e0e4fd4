namespace TalosBuild.Targets;

internal interface ITeardown : IPlatformBuild
{
    Target Teardown => _ => _
        .Description("Remove everything but the reports and the cache of tools")
        .Executes(() => TalosPlatform.Clusters.TeardownCluster.RunAsync(Session.Run, Session.Stopping));
}
