using System.Globalization;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Tests.Queries.PromQl;

/// <summary>Writes a tree as fully bracketed text without spans, so that two trees are equal when their shapes are.</summary>
internal static class Shape
{
    public static string Of(string query) => Of(PromQlParser.Parse(query).Expression!);

    public static string Of(PromQlExpression expression) => expression switch
    {
        NumberLiteral number => number.Value.ToString("R", CultureInfo.InvariantCulture) + (number.IsDuration ? "s" : ""),
        StringLiteral text => $"'{text.Value}'",
        ParenExpression paren => $"(paren {Of(paren.Inner)})",
        UnaryExpression unary => $"({(unary.IsNegation ? "neg" : "pos")} {Of(unary.Operand)})",
        VectorSelector selector => $"{selector.Name}{Matchers(selector)}{Of(selector.Modifiers)}",
        MatrixSelector matrix => $"(range {Of(matrix.Vector)} {Of(matrix.Range)})",
        SubqueryExpression sub =>
            $"(subquery {Of(sub.Inner)} {Of(sub.Range)} {(sub.Step is null ? "" : Of(sub.Step))}{Of(sub.Modifiers)})",
        AggregateExpression aggregate =>
            $"({aggregate.Operator.Text()}{Of(aggregate.Grouping)} {(aggregate.Parameter is null ? "" : Of(aggregate.Parameter) + " ")}{Of(aggregate.Operand)})",
        CallExpression call => $"({string.Join(' ', call.Arguments.Select(Of).Prepend(call.Function.Name))})",
        BinaryExpression binary =>
            $"({binary.Operator.Text()}{(binary.ReturnBool ? " bool" : "")}{Of(binary.Matching)} {Of(binary.Left)} {Of(binary.Right)})",
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static string Matchers(VectorSelector selector) => selector.Matchers.Count == 0 && selector.Name is not null
        ? ""
        : $"{{{string.Join(",", selector.Matchers.Select(m => $"{m.Name} {m.Operator} {m.Value}"))}}}";

    private static string Of(TimeModifiers modifiers) =>
        (modifiers.Offset is null ? "" : $" offset {Of(modifiers.Offset)}")
        + (modifiers.At is null ? "" : string.Create(CultureInfo.InvariantCulture, $" at {modifiers.At.Anchor} {modifiers.At.Timestamp:R}"))
        + (modifiers.Boundary == RangeBoundary.Default ? "" : $" {modifiers.Boundary}");

    private static string Of(Grouping? grouping) => grouping is null
        ? ""
        : $" {(grouping.Without ? "without" : "by")}[{string.Join(",", grouping.Labels)}]";

    private static string Of(VectorMatching? matching) => matching is null
        ? ""
        : $" {(matching.On ? "on" : "ignoring")}[{string.Join(",", matching.Labels)}] {matching.Group}[{string.Join(",", matching.Include)}]"
            + string.Create(CultureInfo.InvariantCulture, $" {matching.FillLeft} {matching.FillRight}");

    private static string Of(DurationNode duration) => duration switch
    {
        DurationLiteral literal => literal.Value.ToString("R", CultureInfo.InvariantCulture),
        DurationQueryValue value => value.Name,
        DurationExtreme extreme => $"({extreme.Name} {Of(extreme.Left)} {Of(extreme.Right)})",
        DurationNegation negation => $"(neg {Of(negation.Operand)})",
        DurationParen paren => $"(paren {Of(paren.Inner)})",
        DurationArithmetic arithmetic => $"({arithmetic.Operator.Text()} {Of(arithmetic.Left)} {Of(arithmetic.Right)})",
        _ => throw new InvalidOperationException(duration.GetType().Name),
    };
}
