using TalosPlatform.Clusters;

namespace TalosBuild.Targets;

internal interface IUseCluster : IPlatformBuild
{
    Target UseCluster => _ => _
        .Description("Make --cluster-name the cluster of runs that name none")
        .Executes(() => Console.WriteLine(DefaultCluster.Choose(Session.Run.Workspace, ClusterName)));
}
