using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitLab;
using Nuke.Common.Execution;
using Nuke.Common.Logging;

namespace Nuke.Common.Reporting;

/// <summary>The reporter for a host.</summary>
internal static class ReporterFactory
{
    public static Reporter Create(BuildEnvironment environment, Host host, Verbosity verbosity, SecretRegistry secrets)
    {
        var palette = Palette.For(environment, host);
        return host switch
        {
            GitHubActions gitHub => new GitHubReporter(Console.Out, palette, verbosity, environment.Clock, secrets, gitHub.StepSummaryFile),
            GitLab => new GitLabReporter(Console.Out, palette, verbosity, environment.Clock),
            _ => new Reporter(Console.Out, palette, verbosity, environment.Clock),
        };
    }
}
