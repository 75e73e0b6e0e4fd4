using System.Text;
using Nuke.Common.Execution;

namespace Nuke.Common.Reporting;

/// <summary>The table at the end of a build.</summary>
internal static class SummaryTable
{
    public static string Render(BuildSummary summary, Palette palette)
    {
        var nameWidth = Math.Max(8, summary.Targets.Select(x => x.Name.Length).DefaultIfEmpty(0).Max()) + 3;
        const int statusWidth = 12;
        const int durationWidth = 9;
        var width = nameWidth + statusWidth + durationWidth;
        var table = new StringBuilder();
        if (summary.Repeated.Count > 0)
        {
            table.Append("Warnings and errors again:\n");
            foreach (var line in summary.Repeated) table.Append("  ").Append(line).Append('\n');
            table.Append('\n');
        }
        table.Append(new string('═', width)).Append('\n');
        table.Append("Target".PadRight(nameWidth)).Append("Status".PadRight(statusWidth)).Append("Duration".PadLeft(durationWidth)).Append('\n');
        table.Append(new string('─', width)).Append('\n');
        foreach (var target in summary.Targets)
        {
            var duration = HasRun(target.Status) ? Durations.Format(target.Duration) : "";
            var details = Details(target);
            var status = target.Status.ToString();
            var padding = new string(' ', duration.Length + details.Length > 0 ? statusWidth - status.Length : 0);
            table.Append(target.Name.PadRight(nameWidth)).Append(Colour(target.Status, status, palette)).Append(padding);
            if (duration.Length + details.Length > 0) table.Append(duration.PadLeft(durationWidth));
            if (details.Length > 0) table.Append("   ").Append(palette.Dim("// " + details));
            table.Append('\n');
        }
        table.Append(new string('─', width)).Append('\n');
        table.Append("Total".PadRight(nameWidth + statusWidth)).Append(Durations.Format(summary.Total).PadLeft(durationWidth)).Append('\n');
        table.Append(new string('═', width)).Append('\n');
        return table.ToString();
    }

    /// <summary>What a target reported, or why it was skipped; one line.</summary>
    public static string Details(ExecutableTarget target) =>
        (target.Skipped ?? string.Join(", ", target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}"))).ReplaceLineEndings(" ");

    public static bool HasRun(ExecutionStatus status) =>
        status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.Running;

    private static string Colour(ExecutionStatus status, string text, Palette palette) => status switch
    {
        ExecutionStatus.Succeeded => palette.Green(text),
        ExecutionStatus.Failed or ExecutionStatus.Aborted => palette.Red(text),
        ExecutionStatus.NotRun => palette.Yellow(text),
        _ => palette.Dim(text),
    };
}
