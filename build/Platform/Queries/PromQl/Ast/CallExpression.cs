namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>A function call.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Its arguments, of any number and type until the type check passed.</param>
/// <param name="Span">Where the node stands in the query text.</param>
public sealed record CallExpression(PromQlFunction Function, IReadOnlyList<PromQlExpression> Arguments, SourceSpan Span)
    : PromQlExpression(Span)
{
    /// <inheritdoc/>
    public override PromQlType Type => Function.ReturnType;

    /// <inheritdoc/>
    public override int ChildCount => Arguments.Count;

    /// <inheritdoc/>
    public override PromQlExpression Child(int index) => Arguments[index];
}
