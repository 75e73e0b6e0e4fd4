namespace TalosPlatform.Queries.PromQl.Ast;

/// <summary>A node of a PromQL expression.</summary>
/// <param name="Span">Where the node stands in the query text.</param>
public abstract record PromQlExpression(SourceSpan Span)
{
    /// <summary>The type the node evaluates to, whether or not its operands have the right types.</summary>
    public abstract PromQlType Type { get; }

    /// <summary>Number of expressions directly below this one.</summary>
    public virtual int ChildCount => 0;

    /// <summary>The expression number <paramref name="index"/> below this one, in the order of the text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such child.</exception>
    public virtual PromQlExpression Child(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Canonical single-line text of the expression.</summary>
    public sealed override string ToString() => PromQlPrinter.Print(this);
}
