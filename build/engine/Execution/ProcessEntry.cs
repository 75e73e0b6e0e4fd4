using System.Linq.Expressions;
using System.Text;

namespace Nuke.Common.Execution;

/// <summary>Starts a build with what its process was given.</summary>
internal static class ProcessEntry
{
    public static int Run<T>(Expression<Func<T, Target>>[] defaultTargets) where T : NukeBuild, new()
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        var environment = BuildEnvironment.OfProcess(Environment.GetCommandLineArgs()[1..]);
        return new BuildRunner<T>(environment, defaultTargets).Run();
    }
}
