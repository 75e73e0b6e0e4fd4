namespace TalosBuild.Targets;

/// <summary>Parameters of what is compared and said about a run; the file <c>.talos-dev/config.yaml</c> has the same.</summary>
internal interface IReportParameters : INukeBuild
{
    [Parameter("Tells this report from others on the same pull request; default: talos")]
    string? ReportId => TryGetValue(() => ReportId);

    [Parameter("Comment on the pull request: update, new or off; default: update")]
    string? Comment => TryGetValue(() => Comment);

    [Parameter("When a comment is begun: always, change or failure; default: always")]
    string? CommentOn => TryGetValue(() => CommentOn);

    [Parameter("Write the report to the summary page of the workflow, too: true or false; default: true")]
    bool? Summary => TryGetValue<bool?>(() => Summary);

    [Parameter("Address of the full report")]
    string? ReportUrl => TryGetValue(() => ReportUrl);

    [Parameter("Where earlier runs are kept: auto, file, git, gitlab or off; default: auto")]
    string? Baseline => TryGetValue(() => Baseline);

    [Parameter("Smallest change that is a regression, percent; default: 10")]
    decimal? RegressionThreshold => TryGetValue<decimal?>(() => RegressionThreshold);

    [Parameter("What a regression does: report or fail; default: report")]
    string? RegressionMode => TryGetValue(() => RegressionMode);

    [Parameter("Currency of the cost estimate")]
    string? CostCurrency => TryGetValue(() => CostCurrency);

    [Parameter("Monthly budget; EstimateCost fails above it")]
    decimal? CostBudgetMonthly => TryGetValue<decimal?>(() => CostBudgetMonthly);
}
