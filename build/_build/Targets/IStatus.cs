using TalosPlatform.Clusters;
using TalosPlatform.Shared.Text;

namespace TalosBuild.Targets;

internal interface IStatus : IPlatformBuild
{
    Target Status => _ => _
        .Description("Show what runs, where, and what it uses")
        .Executes(async () =>
        {
            foreach (var line in await ClusterStatus.ReadAsync(Session.Run, Session.Stopping))
                Console.WriteLine(RunnerCommands.Neutralise(line));
        });
}
