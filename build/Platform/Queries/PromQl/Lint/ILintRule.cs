using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>A check of valid expressions; it has no state.</summary>
public interface ILintRule
{
    /// <summary>Name used in reports and exclusions, in kebab case.</summary>
    string Id { get; }

    /// <summary>One sentence for the list of rules.</summary>
    string Summary { get; }

    /// <summary>Looks at one node; called for every node of the expression, parents first.</summary>
    void Visit(PromQlExpression node, LintPass pass);
}
