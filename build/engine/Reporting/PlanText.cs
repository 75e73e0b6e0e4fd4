using System.Text;
using Nuke.Common.Execution;

namespace Nuke.Common.Reporting;

/// <summary>The answer to <c>--plan</c>: what runs, in which order, and why.</summary>
internal static class PlanText
{
    public static string Render(IReadOnlyList<ExecutableTarget> plan, Palette palette)
    {
        var text = new StringBuilder();
        text.Append(palette.Bold("Execution plan")).Append($" ({plan.Count} {(plan.Count == 1 ? "target" : "targets")}):\n\n");
        var numberWidth = plan.Count.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        for (var i = 0; i < plan.Count; i++)
        {
            var target = plan[i];
            var number = (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(numberWidth);
            var name = target.Status == ExecutionStatus.Skipped ? palette.Dim(target.Name) : palette.Cyan(target.Name);
            text.Append($"  {number}. {name}{(target.Invoked ? " (invoked)" : "")}\n");
            var indent = new string(' ', numberWidth + 4);
            Line(text, indent, "depends on", Names(target.DependsOn, plan));
            Line(text, indent, "after", Names(target.After, plan));
            Line(text, indent, "triggered by", Names(target.TriggeredBy, plan));
            Line(text, indent, "triggers", Names(target.Triggered, plan));
            Line(text, indent, "only when", string.Join(" and ", target.DynamicConditions.Select(x => x.Text)));
            Line(text, indent, "skipped", target.Skipped ?? "");
        }
        return text.ToString();
    }

    private static string Names(IEnumerable<ExecutableTarget> targets, IReadOnlyList<ExecutableTarget> plan) =>
        string.Join(", ", targets.Where(plan.Contains).Select(x => x.Name));

    private static void Line(StringBuilder text, string indent, string label, string value)
    {
        if (value.Length > 0) text.Append($"{indent}{label}: {value}\n");
    }
}
