using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>One expression being linted: where the walk is and what was found.</summary>
public sealed class LintPass
{
    private readonly List<PromQlExpression> _ancestors = [];
    private readonly List<LintFinding> _findings = [];

    internal LintPass(LintContext context) => Context = context;

    /// <summary>What is known beyond the query.</summary>
    public LintContext Context { get; }

    /// <summary>The nodes above the current one, the root first.</summary>
    public IReadOnlyList<PromQlExpression> Ancestors => _ancestors;

    /// <summary>Which labels each part of the expression can have.</summary>
    internal LabelFlow Labels { get; } = new();

    internal IReadOnlyList<LintFinding> Findings => _findings;

    /// <summary>Notes a finding.</summary>
    public void Report(ILintRule rule, LintSeverity severity, SourceSpan span, string message) =>
        _findings.Add(new(rule.Id, severity, message, span));

    internal void Walk(PromQlExpression node, IReadOnlyList<ILintRule> rules)
    {
        foreach (var rule in rules)
            rule.Visit(node, this);
        _ancestors.Add(node);
        for (var i = 0; i < node.ChildCount; i++)
            Walk(node.Child(i), rules);
        _ancestors.RemoveAt(_ancestors.Count - 1);
    }
}
