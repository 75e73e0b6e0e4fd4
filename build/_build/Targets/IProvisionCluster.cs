namespace TalosBuild.Targets;

internal interface IProvisionCluster : IPlatformBuild
{
    Target ProvisionCluster => _ => _
        .Description("Make the cluster exist")
        .Executes(() => TalosPlatform.Clusters.ProvisionCluster.RunAsync(Session.Run, Session.Stopping));
}
