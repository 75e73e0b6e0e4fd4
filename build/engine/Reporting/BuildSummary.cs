using Nuke.Common.Execution;

namespace Nuke.Common.Reporting;

/// <summary>How a build ended.</summary>
internal enum BuildOutcome
{
    Succeeded,
    Failed,
    Interrupted,
}

/// <summary>The targets of a build with their outcome.</summary>
/// <param name="Targets">The planned targets, in order.</param>
/// <param name="Outcome">How the build ended.</param>
/// <param name="Signal">Name of the signal that interrupted it, or null.</param>
/// <param name="Repeated">Warnings and errors worth showing again.</param>
internal sealed record BuildSummary(
    IReadOnlyList<ExecutableTarget> Targets, BuildOutcome Outcome, string? Signal, IReadOnlyList<string> Repeated)
{
    public TimeSpan Total => Targets.Aggregate(TimeSpan.Zero, (sum, x) => sum + x.Duration);

    public string Verdict => Outcome switch
    {
        BuildOutcome.Succeeded => "Build succeeded.",
        BuildOutcome.Interrupted => $"Build interrupted by {Signal}.",
        _ => "Build failed.",
    };
}
