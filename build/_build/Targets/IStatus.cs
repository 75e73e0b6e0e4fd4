using TalosPlatform.Clusters;
using TalosPlatform.Reports;
using TalosPlatform.Shared.Text;

namespace TalosBuild.Targets;

internal interface IStatus : IPlatformBuild
{
    Target Status => _ => _
        .Description("Show what runs, where, and what it uses")
        .Executes(async () =>
        {
            var color = TerminalLook.Of().Color;
            foreach (var line in await ClusterStatus.ReadAsync(Session.Run, Session.Stopping))
                Console.WriteLine(TerminalTones.OfMark(line).Paint(RunnerCommands.Neutralise(line), color));
        });
}
