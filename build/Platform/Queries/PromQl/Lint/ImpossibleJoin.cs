using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Series of both sides match when the compared labels are equal, a missing label being empty. Here they never are.</summary>
public sealed class ImpossibleJoin : ILintRule
{
    /// <inheritdoc/>
    public string Id => "impossible-join";

    /// <inheritdoc/>
    public string Summary => "Both sides of an operator have labels that can never be equal, so nothing matches.";

    /// <inheritdoc/>
    public void Visit(PromQlExpression node, LintPass pass)
    {
        if (node is not BinaryExpression { Operator: not BinaryOperator.Or } binary)
            return;
        if (binary.Left.Type != PromQlType.InstantVector || binary.Right.Type != PromQlType.InstantVector)
            return;
        var (left, right) = (pass.Labels.Of(binary.Left), pass.Labels.Of(binary.Right));
        var problem = DifferentValue(left, right, binary.Matching)
            ?? (binary.Matching is { On: true } ? null : OneSided(left, right, "left", "right", binary.Matching) ?? OneSided(right, left, "right", "left", binary.Matching));
        if (problem is not null)
            pass.Report(this, LintSeverity.Error, binary.OperatorSpan, $"nothing can match across \"{binary.Operator.Text()}\": {problem}");
    }

    private static string? DifferentValue(LabelSet left, LabelSet right, VectorMatching? matching)
    {
        foreach (var (label, value) in left.Known)
        {
            if (value is null || !right.Known.TryGetValue(label, out var other) || other is null || value == other || !IsCompared(label, matching))
                continue;
            var fix = matching is { On: true } ? $"take \"{label}\" out of on (…)" : $"add ignoring ({label})";
            return $"the label \"{label}\" is \"{value}\" on the left and \"{other}\" on the right; {fix}";
        }

        return null;
    }

    /// <summary>A label that one side surely has, or that its aggregation names, and the other side surely lacks.</summary>
    private static string? OneSided(LabelSet here, LabelSet there, string side, string otherSide, VectorMatching? matching)
    {
        foreach (var label in here.Known.Keys.Concat(there.IsOpen ? [] : here.Included).Order(StringComparer.Ordinal))
        {
            if (!there.CanHave(label) && IsCompared(label, matching))
                return $"the {side} side has the label \"{label}\", which the {otherSide} side lacks; compare with on (…) or ignoring ({label})";
        }

        return null;
    }

    private static bool IsCompared(string label, VectorMatching? matching) =>
        matching is null || matching.Labels.Contains(label) == matching.On;
}
