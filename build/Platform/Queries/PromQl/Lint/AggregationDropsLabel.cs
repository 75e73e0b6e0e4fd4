using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>A label that an aggregation took away cannot be matched, copied or grouped by further out.</summary>
public sealed class AggregationDropsLabel : ILintRule
{
    /// <inheritdoc/>
    public string Id => "aggregation-drops-label";

    /// <inheritdoc/>
    public string Summary => "on(), group_left() or an outer by() uses a label that an aggregation below removed.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        switch (node)
        {
            case AggregateExpression { Grouping: { Without: false } grouping } outer:
                foreach (var label in grouping.Labels)
                    Check(outer.Operand, label, $"{outer.Operator.Text()} by ({label})", pass);
                break;
            case BinaryExpression { Matching: { } matching } binary when binary.Left.Type == PromQlType.InstantVector:
                CheckMatching(binary, matching, pass);
                break;
        }
    }

    private void CheckMatching(BinaryExpression binary, VectorMatching matching, LintPass pass)
    {
        foreach (var label in matching.On ? matching.Labels : [])
        {
            // One report is enough where the label is missing on both sides.
            if (!Check(binary.Left, label, $"on ({label})", pass))
                Check(binary.Right, label, $"on ({label})", pass);
        }

        var one = matching.Group == MatchGroup.Left ? binary.Right : binary.Left;
        foreach (var label in matching.Include)
            Check(one, label, $"group_{(matching.Group == MatchGroup.Left ? "left" : "right")} ({label})", pass);
    }

    private bool Check(PromQlExpression operand, string label, string use, LintPass pass)
    {
        if (pass.Labels.Of(operand).WhyNot(label) is not AggregateExpression cause)
            return false;
        var fix = cause.Grouping is { Without: true }
            ? $"take \"{label}\" out of without (…)"
            : $"add \"{label}\" to {cause.Operator.Text()} by (…)";
        pass.Report(this, LintSeverity.Error, cause.Span, $"{use} uses a label that {cause.Operator.Text()} here drops: {fix}");
        return true;
    }
}
