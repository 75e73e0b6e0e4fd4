using TalosPlatform.Clusters;

namespace TalosBuild.Targets;

internal interface IClusters : IPlatformBuild
{
    Target Clusters => _ => _
        .Description("List the clusters of this workspace with provider and health")
        .Executes(async () =>
        {
            foreach (var line in await ClusterList.ReadAsync(Session.Run, Session.Stopping))
                Console.WriteLine(line);
        });
}
