using TalosBuild.Targets;
using TalosPlatform.Settings;

namespace TalosBuild;

/// <summary>Lays the parameters of reports over the settings of the file. An empty value counts as none: that is what CI hands over for an input left out.</summary>
internal static class ReportParameters
{
    public static RunSettings With(this RunSettings settings, IPlatformBuild build)
    {
        var report = settings.Report with
        {
            Id = Given(build.ReportId) ?? settings.Report.Id,
            Comment = ReportRules.Choice("--comment", Given(build.Comment), ReportSettings.Comments) ?? settings.Report.Comment,
            CommentOn = ReportRules.Choice("--comment-on", Given(build.CommentOn), ReportSettings.Occasions) ?? settings.Report.CommentOn,
            Summary = build.Summary ?? settings.Report.Summary,
            Url = Given(build.ReportUrl) ?? settings.Report.Url,
            TokenVariable = Given(build.TokenVariable) ?? settings.Report.TokenVariable,
        };
        var baseline = settings.Baseline with
        {
            Store = ReportRules.Choice("--baseline", Given(build.Baseline), BaselineSettings.Stores) ?? settings.Baseline.Store,
            Mode = ReportRules.Choice("--regression-mode", Given(build.RegressionMode), BaselineSettings.Modes) ?? settings.Baseline.Mode,
            Threshold = build.RegressionThreshold ?? settings.Baseline.Threshold,
        };
        ReportRules.ThrowIfAny(ReportRules.Problems(report).Concat(ReportRules.Problems(baseline)));
        var cost = settings.Cost with
        {
            Currency = Given(build.CostCurrency) ?? settings.Cost.Currency,
            BudgetMonthly = build.CostBudgetMonthly ?? settings.Cost.BudgetMonthly,
        };
        cost.Validate();
        return settings with { Report = report, Baseline = baseline, Cost = cost, Test = settings.Test with { Command = Given(build.TestCommand) ?? settings.Test.Command } };
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
