using TalosPlatform.Queries.PromQl.Syntax;

namespace TalosPlatform.Queries.PromQl;

/// <summary>Parses and type checks PromQL.</summary>
public static class PromQlParser
{
    /// <summary>Parses an expression for Prometheus 3.5 without feature flags.</summary>
    /// <param name="query">Any text. Nothing makes the parser throw; its time grows linearly with the length.</param>
    public static PromQlResult Parse(string query) => Parse(query, PromQlOptions.Default);

    /// <summary>Parses an expression.</summary>
    /// <param name="query">Any text. Nothing makes the parser throw; its time grows linearly with the length.</param>
    /// <param name="options">Version and feature flags of the Prometheus that will run the query.</param>
    public static PromQlResult Parse(string query, PromQlOptions options)
    {
        var parser = new ExpressionParser(query, options);
        var expression = parser.ParseQuery();
        if (expression is null)
            return new(query, null, parser.Errors);
        if (parser.Errors.Count == 0)
            new TypeChecker(parser).Check(expression);
        return new(query, expression, parser.Errors);
    }
}
