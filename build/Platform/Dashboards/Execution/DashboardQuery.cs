using System.Collections.Immutable;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Queries.PromQl;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>One query of a dashboard as Grafana would send it.</summary>
/// <param name="Dashboard">The dashboard.</param>
/// <param name="Owner">Title of the panel, or <c>variable:name</c>, <c>annotation:name</c>.</param>
/// <param name="Node">Where its text stands.</param>
/// <param name="Expression">The interpolated text.</param>
internal sealed record DashboardQuery(Dashboard Dashboard, string Owner, JsonNode Node, string Expression)
{
    private readonly ParsedOnce _parsed = new();

    public Panel? Panel { get; init; }

    public Target? Target { get; init; }

    /// <summary>The request; null when the query is skipped.</summary>
    public PlannedQuery? Plan { get; init; }

    /// <summary>Language, whether it can be run here or not; null when it is none of ours.</summary>
    public QueryLanguage? Language { get; init; }

    /// <summary>Why it is not sent; empty when it is.</summary>
    public string SkipReason { get; init; } = "";

    /// <summary>What the names stood for.</summary>
    public ImmutableDictionary<string, VariableValue> Scope { get; init; } = ImmutableDictionary<string, VariableValue>.Empty;

    /// <summary>Values of the variables the panel repeats for; empty when it does not.</summary>
    public string Repeat { get; init; } = "";

    /// <summary>Legend with variables resolved.</summary>
    public string Legend { get; init; } = "";

    /// <summary>The parsed expression of a PromQL query, parsed when first asked for; null for other languages.</summary>
    public PromQlResult? Parse() => Language == QueryLanguage.PromQl ? _parsed.Of(Expression) : null;

    /// <summary>Whether this is the query of a template variable.</summary>
    public bool IsVariable { get; init; }

    /// <summary>Variables the query uses that have no value.</summary>
    public IEnumerable<string> EmptyVariables() => Interpolator.References(Target?.Text ?? "").Select(r => r.Name).Distinct(StringComparer.Ordinal)
        .Where(name => Scope.TryGetValue(name, out var value) && !value.IsAdHoc && value.Values.All(v => v.Length == 0));

    public string RefId => Target?.RefId ?? "";

    /// <summary>The query's name in messages.</summary>
    public string Describe() => (Panel is not null ? $"panel \"{Owner}\"" : Owner.Split(':', 2) is [var kind, var name] ? $"{kind} \"{name}\"" : Owner)
        + (RefId.Length > 0 ? $" query {RefId}" : "")
        + (Repeat.Length > 0 ? $" ({Repeat})" : "");
}

/// <summary>Keeps the last expression parsed, which copies of a query share.</summary>
internal sealed class ParsedOnce
{
    private PromQlResult? _last;

    public PromQlResult Of(string expression) => _last is { } last && last.Query == expression ? last : _last = PromQlParser.Parse(expression, PromQlOptions.Latest);
}

/// <summary>A query and what became of it.</summary>
internal sealed record QueryVerdict(DashboardQuery Query, QueryOutcome Outcome)
{
    /// <summary>Why there is no data; empty when there is or nobody knows.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Why the query was expected to give nothing; empty when it was not.</summary>
    public string ExpectedReason { get; init; } = "";
}
