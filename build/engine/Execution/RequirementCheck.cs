using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.Reporting;

namespace Nuke.Common.Execution;

/// <summary>Checks what targets require before any of them runs.</summary>
internal static class RequirementCheck
{
    /// <exception cref="UsageException">Something is missing; everything missing is named.</exception>
    public static void Run(IReadOnlyList<ExecutableTarget> plan, ParameterCatalog catalog, ParameterValues values)
    {
        var problems = new List<string>();
        foreach (var model in catalog.Own.Where(x => x.IsRequired && !values.Has(x)))
            problems.Add($"Parameter '{model.Option}' is required. Pass it, or set {model.Variable}.");
        foreach (var target in plan.Where(x => x.Status == ExecutionStatus.Scheduled))
            foreach (var requirement in target.Requirements)
                if (Unmet(target, requirement, catalog) is { } problem)
                    problems.Add(problem);
        if (problems.Count > 0) throw new UsageException([.. problems.Distinct()]);
    }

    private static string? Unmet(ExecutableTarget target, LambdaExpression requirement, ParameterCatalog catalog)
    {
        var value = Value(target, requirement);
        if (requirement.ReturnType == typeof(bool)) return value is true ? null : $"Target '{target.Name}' requires: {ExpressionText.Of(requirement.Body)}";
        if (value is not null and not "" and not Array { Length: 0 }) return null;
        return MemberExpressions.TryMember(requirement) is { } member && Parameter(catalog, member) is { } model
            ? $"Target '{target.Name}' requires parameter '{model.Option}'. Pass it, or set {model.Variable}."
            : $"Target '{target.Name}' requires '{ExpressionText.Of(requirement.Body)}', which has no value.";
    }

    private static object? Value(ExecutableTarget target, LambdaExpression requirement)
    {
        try
        {
            return MemberExpressions.Evaluate(requirement);
        }
        catch (Exception exception)
        {
            var cause = ErrorText.Unwrap(exception).First();
            throw new InvalidOperationException($"Requirement '{ExpressionText.Of(requirement.Body)}' of target '{target.Name}' cannot be evaluated: {cause.Message}", exception);
        }
    }

    private static ParameterModel? Parameter(ParameterCatalog catalog, MemberInfo member) =>
        catalog.Own.FirstOrDefault(x => x.Member!.Name == member.Name && x.Member.DeclaringType == member.DeclaringType);
}
