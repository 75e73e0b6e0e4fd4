using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.Logging;
using Nuke.Common.Reporting;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>Reports with the markup of GitHub Actions: groups, annotations, masks, and a table on the run's page.</summary>
internal sealed class GitHubReporter(
    TextWriter output, Palette palette, Verbosity verbosity, TimeProvider clock, SecretRegistry secrets, string? stepSummaryFile)
    : Reporter(output, palette, verbosity, clock)
{
    public override void Message(MessageLevel level, string text)
    {
        if (level == MessageLevel.Warning) Output.WriteLine(WorkflowCommand.Write("warning", text));
        else if (level == MessageLevel.Error) Output.WriteLine(WorkflowCommand.Write("error", text));
        else base.Message(level, WorkflowCommand.Neutralise(text));
    }

    public override void Problem(string text) => Output.WriteLine(WorkflowCommand.Write("error", text));

    public override void TargetStarts(string name) => Output.WriteLine(WorkflowCommand.Write("group", name));

    public override void TargetEnds(ExecutableTarget target)
    {
        Output.WriteLine("::endgroup::");
        base.TargetEnds(target);
    }

    public override void TargetFailed(ExecutableTarget target, string error)
    {
        Output.WriteLine(WorkflowCommand.Write("error", error, ("title", $"{target.Name} failed")));
        base.TargetFailed(target, "");
    }

    public override string MaskCommand(string secret) => WorkflowCommand.Write("add-mask", secret) + "\n";

    public override void Summary(BuildSummary summary)
    {
        base.Summary(summary);
        if (string.IsNullOrEmpty(stepSummaryFile)) return;
        try
        {
            File.AppendAllText(stepSummaryFile, secrets.Redact(Markdown(summary)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Message(MessageLevel.Warning, $"The step summary '{stepSummaryFile}' cannot be written: {exception.Message}");
        }
    }

    private static string Markdown(BuildSummary summary)
    {
        var text = new StringBuilder("| Target | Status | Duration | |\n| :-- | :-- | --: | :-- |\n");
        foreach (var target in summary.Targets)
        {
            var duration = SummaryTable.HasRun(target.Status) ? Reporting.Durations.Format(target.Duration) : "";
            text.Append($"| {Escape(target.Name)} | {Icon(target.Status)} {target.Status} | {duration} | {Escape(SummaryTable.Details(target))} |\n");
        }
        return text.Append($"| **Total** | {summary.Verdict} | {Reporting.Durations.Format(summary.Total)} | |\n\n").ToString();
    }

    private static string Icon(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded or ExecutionStatus.Collective => "✅",
        ExecutionStatus.Failed or ExecutionStatus.Aborted => "❌",
        ExecutionStatus.NotRun => "⚠️",
        _ => "⏭️",
    };

    /// <summary>Text in a table cell: Markdown and HTML in it show as written.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character == '<') escaped.Append("&lt;");
            else if (character == '&') escaped.Append("&amp;");
            else if (character is '|' or '\\' or '`' or '*' or '_' or '[' or ']' or '!' or '#' or '~') escaped.Append('\\').Append(character);
            else escaped.Append(character);
        }
        return escaped.ToString();
    }
}
