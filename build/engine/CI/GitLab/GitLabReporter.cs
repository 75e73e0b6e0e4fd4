using System.Globalization;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;
using Nuke.Common.Reporting;

namespace Nuke.Common.CI.GitLab;

/// <summary>
/// Reports with collapsible sections (https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections).
/// </summary>
internal sealed class GitLabReporter(TextWriter output, Palette palette, Verbosity verbosity, TimeProvider clock)
    : Reporter(output, palette, verbosity, clock)
{
    private readonly TimeProvider _clock = clock;

    public override void TargetStarts(string name) =>
        Output.WriteLine($"\e[0Ksection_start:{Now}:{Section(name)}\r\e[0K{Palette.Cyan("▶")} {Palette.Bold(name)}");

    public override void TargetEnds(ExecutableTarget target)
    {
        Output.WriteLine($"\e[0Ksection_end:{Now}:{Section(target.Name)}\r\e[0K");
        base.TargetEnds(target);
    }

    private string Now => _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Section(string name) => ParameterNames.Kebab(name).Replace('-', '_');
}
