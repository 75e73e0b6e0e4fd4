using System.Text;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Writes lists of labels and the matching behind binary operators.</summary>
internal static class MatchingPrinter
{
    public static void Append(StringBuilder output, VectorMatching? matching)
    {
        if (matching is null)
            return;
        var fills = matching.FillLeft is not null || matching.FillRight is not null;
        if (matching.On || matching.Labels.Count > 0 || matching.Group != MatchGroup.None || !fills)
        {
            output.Append(matching.On ? " on " : " ignoring ");
            AppendLabels(output, matching.Labels);
        }

        if (matching.Group != MatchGroup.None)
        {
            output.Append(matching.Group == MatchGroup.Left ? " group_left " : " group_right ");
            AppendLabels(output, matching.Include);
        }

        if (matching.FillLeft is { } both && both.Equals(matching.FillRight))
        {
            AppendFill(output, " fill ", both);
            return;
        }

        if (matching.FillLeft is { } left)
            AppendFill(output, " fill_left ", left);
        if (matching.FillRight is { } right)
            AppendFill(output, " fill_right ", right);
    }

    public static void AppendLabels(StringBuilder output, IReadOnlyList<string> labels)
    {
        output.Append('(');
        for (var i = 0; i < labels.Count; i++)
        {
            if (i > 0)
                output.Append(", ");
            AppendGroupingLabel(output, labels[i]);
        }

        output.Append(')');
    }

    /// <summary>In these lists, other than in braces, a few words are keywords even where a label is expected.</summary>
    private static void AppendGroupingLabel(StringBuilder output, string label)
    {
        if (Keywords.Classify(label) is TokenKind.Without or TokenKind.Number)
            StringText.AppendQuoted(output, label);
        else
            SelectorPrinter.AppendLabelName(output, label);
    }

    private static void AppendFill(StringBuilder output, string keyword, double value) =>
        output.Append(keyword).Append('(').Append(NumberText.Format(value)).Append(')');
}
