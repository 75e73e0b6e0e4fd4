using System.Collections.Frozen;
using System.Collections.Immutable;
using TalosPlatform.Dashboards.Execution;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Dashboards.Variables;
using TalosPlatform.Shared;

namespace TalosPlatform.Dashboards.Rules;

/// <summary>What a rule may look at.</summary>
/// <param name="Source">The dashboard and its file.</param>
/// <param name="Request">Settings of the validation.</param>
/// <param name="Datasources">Known datasources.</param>
/// <param name="Variables">Resolved variables.</param>
/// <param name="Queries">Interpolated queries of panels and annotations.</param>
/// <param name="MetricTypes">Types of metrics by name; empty when no server was asked.</param>
internal sealed record RuleContext(
    DashboardSource Source,
    DashboardRequest Request,
    DatasourceResolver Datasources,
    ResolvedVariables Variables,
    ImmutableArray<DashboardQuery> Queries,
    FrozenDictionary<string, string> MetricTypes)
{
    public Dashboard Dashboard => Source.Dashboard;

    public LocatedFinding Find(JsonNode node, string rule, Severity severity, string message, Panel? panel = null) =>
        new(Dashboard.File.Finding(node, rule, severity, message), Source.Identity, panel?.Name ?? "");
}

/// <summary>A rule about one dashboard.</summary>
internal interface IDashboardRule
{
    IEnumerable<LocatedFinding> Check(RuleContext context);
}

/// <summary>Every rule.</summary>
internal static class RuleSet
{
    private static readonly ImmutableArray<IDashboardRule> Rules =
    [
        new TitleRule(),
        new DescriptionRule(),
        new ExportInputsRule(),
        new DatasourceRule(),
        new UnitRule(),
        new UnitMismatchRule(),
        new RefreshRule(),
        new OverlapRule(),
        new PromQlRule(),
        new UndefinedVariableRule(),
        new UnusedVariableRule(),
    ];

    /// <summary>Runs the rules about one dashboard.</summary>
    public static IEnumerable<LocatedFinding> Check(RuleContext context) => Rules.SelectMany(r => r.Check(context));

    /// <summary>Runs the rules about all dashboards together.</summary>
    public static IEnumerable<LocatedFinding> CheckSet(IReadOnlyCollection<DashboardIdentity> dashboards) => DuplicateRule.Check(dashboards);
}
