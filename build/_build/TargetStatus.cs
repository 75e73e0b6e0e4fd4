using System.Collections.Immutable;
using TalosPlatform.Reports;

namespace TalosBuild;

/// <summary>Statuses of the engine in the words of the run's contract.</summary>
internal static class TargetStatus
{
    public static ImmutableArray<TargetEntry> Of(IEnumerable<ExecutableTarget> plan) =>
        [.. SoFar([.. plan]).Select(target => new TargetEntry(target.Name, Word(target.Status), Math.Round(target.Duration.TotalSeconds, 3)))];

    // What comes after the target that writes the report has not been left out: its turn has not come.
    private static List<ExecutableTarget> SoFar(List<ExecutableTarget> plan) =>
        plan.FindLastIndex(target => target.Status == ExecutionStatus.Running) is var running and >= 0 ? plan[..(running + 1)] : plan;

    // The target that writes the report is the one that runs.
    private static string Word(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded or ExecutionStatus.Running or ExecutionStatus.Collective => "succeeded",
        ExecutionStatus.Failed or ExecutionStatus.Aborted => "failed",
        ExecutionStatus.Skipped => "skipped",
        _ => "not-run",
    };
}
