using TalosPlatform.Reports;

namespace TalosPlatform.Publishing;

/// <summary>When a comment is begun. One that is there is kept up to date in any case: a red comment must not outlive its cause.</summary>
public static class CommentOccasion
{
    /// <summary>Whether the run is worth a comment.</summary>
    /// <param name="when"><c>always</c>, <c>change</c> or <c>failure</c>.</param>
    /// <param name="run">The run.</param>
    public static bool Begins(string when, RunDocument run) => when switch
    {
        "failure" => Verdict.Of(run).Outcome == Outcome.Failed,
        "change" => Verdict.Of(run).Outcome != Outcome.Passed || run.Baseline is { Regressions.Length: > 0 } || run.Baseline?.Cost is { Delta: not 0 },
        _ => true,
    };
}
