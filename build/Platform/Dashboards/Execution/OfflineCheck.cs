using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>What can be said about a query without a server: whether it would be refused.</summary>
internal static class OfflineCheck
{
    public static QueryOutcome Of(DashboardQuery query)
    {
        if (query.Expression.Length == 0 || query.Parse() is not { IsValid: false } refused)
            return new QueryOutcome(OutcomeKind.Skipped, query.SkipReason);
        var kind = refused.Expression is PromQlExpression ? OutcomeKind.TypeError : OutcomeKind.ParseError;
        return new QueryOutcome(kind, refused.Errors.Count > 0 ? refused.Errors[0].Describe(refused.Query) : "it is empty");
    }
}
