using Nuke.Common.Planning;

namespace Nuke.Common.Execution;

/// <summary>Marks targets of a plan as skipped, and with them what nothing needs any more.</summary>
internal sealed class TargetSkips(IReadOnlyList<ExecutableTarget> plan)
{
    public const string AlreadySucceeded = "succeeded in the previous attempt";

    private readonly IReadOnlyList<PlanStep> _steps =
    [
        .. plan.Select(x => new PlanStep(
            new PlanNode(x.Name, Names(x.DependsOn), Names(x.After), Names(x.TriggeredBy)),
            x.Invoked,
            x.DependencyBehavior == DependencyBehavior.Execute)),
    ];

    /// <summary><c>--skip</c> without names.</summary>
    public void SkipAllNotInvoked()
    {
        foreach (var target in plan.Where(x => !x.Invoked)) Mark(target, "--skip");
    }

    /// <summary><c>--skip</c> with names.</summary>
    public void SkipNamed(IReadOnlyList<ExecutableTarget> targets)
    {
        foreach (var target in targets.Where(plan.Contains)) Skip(target, "--skip");
    }

    /// <summary><c>--continue</c>.</summary>
    public void SkipSucceeded(IReadOnlySet<string> names)
    {
        foreach (var target in plan.Where(x => names.Contains(x.Name))) Mark(target, AlreadySucceeded);
    }

    /// <summary>Skips targets whose static conditions do not hold.</summary>
    public void ApplyStaticConditions()
    {
        // From the end, so that a target whose dependents are skipped anyway is not asked.
        foreach (var target in plan.Reverse())
            if (target.Status == ExecutionStatus.Scheduled && FirstUnmet(target, target.StaticConditions) is { } condition)
                Skip(target, $"only when {condition.Text}");
    }

    /// <summary>Skips the target when one of its dynamic conditions does not hold.</summary>
    /// <returns>True when it is skipped.</returns>
    public bool ApplyDynamicConditions(ExecutableTarget target)
    {
        if (FirstUnmet(target, target.DynamicConditions) is not { } condition) return false;
        Skip(target, $"only when {condition.Text}");
        return true;
    }

    private void Skip(ExecutableTarget target, string reason)
    {
        Mark(target, reason);
        var skipped = plan.Where(x => x.Status == ExecutionStatus.Skipped).Select(x => x.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in SkipCascade.Spread(_steps, skipped, target.Name))
            Mark(plan.First(x => x.Name == name), $"because of {target.Name}");
    }

    private static void Mark(ExecutableTarget target, string reason)
    {
        if (target.Status != ExecutionStatus.Scheduled) return;
        target.Status = ExecutionStatus.Skipped;
        target.Skipped = reason;
    }

    private static Condition? FirstUnmet(ExecutableTarget target, IEnumerable<Condition> conditions)
    {
        foreach (var condition in conditions)
        {
            try
            {
                if (!condition.Holds()) return condition;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Condition '{condition.Text}' of target '{target.Name}' cannot be evaluated: {exception.Message}", exception);
            }
        }
        return null;
    }

    private static string[] Names(List<ExecutableTarget> targets) => [.. targets.Select(x => x.Name)];
}
