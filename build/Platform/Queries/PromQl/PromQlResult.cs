using System.Diagnostics.CodeAnalysis;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl;

/// <summary>One reason why Prometheus would refuse an expression.</summary>
/// <param name="Message">What is wrong; type errors use Prometheus's own words.</param>
/// <param name="Hint">How to fix it; empty when the message says it already.</param>
/// <param name="Span">Where in the expression.</param>
public sealed record PromQlError(string Message, string Hint, SourceSpan Span)
{
    /// <summary>"line:column: message", followed by the hint in parentheses.</summary>
    public string Describe(string query)
    {
        var (line, column) = Span.Position(query);
        return Hint.Length == 0 ? $"{line}:{column}: {Message}" : $"{line}:{column}: {Message} ({Hint})";
    }
}

/// <summary>What parsing and type checking an expression gave.</summary>
/// <param name="Query">The text that was parsed.</param>
/// <param name="Expression">The tree; absent after a syntax error, present after type errors.</param>
/// <param name="Errors">Empty when Prometheus would accept the expression. Type errors are looked for only when the syntax is right.</param>
public sealed record PromQlResult(string Query, PromQlExpression? Expression, IReadOnlyList<PromQlError> Errors)
{
    /// <summary>Whether Prometheus would accept the expression; <see cref="Expression"/> is present then.</summary>
    [MemberNotNullWhen(true, nameof(Expression))]
    public bool IsValid => Expression is not null && Errors.Count == 0;
}
