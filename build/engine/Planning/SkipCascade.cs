namespace Nuke.Common.Planning;

/// <summary>Decides which targets become pointless when others are skipped.</summary>
internal static class SkipCascade
{
    /// <summary>
    /// Targets that nothing needs any more because <paramref name="name"/> is skipped: its dependencies and what it would
    /// have triggered, and theirs in turn. What was invoked, or is needed by a target that runs, stays.
    /// </summary>
    /// <param name="plan">The planned targets, in order.</param>
    /// <param name="skipped">Everything that is skipped, <paramref name="name"/> included.</param>
    /// <param name="name">The target whose skip spreads.</param>
    public static IReadOnlyList<string> Spread(IReadOnlyList<PlanStep> plan, IReadOnlySet<string> skipped, string name)
    {
        var gone = new HashSet<string>(skipped, StringComparer.Ordinal) { name };
        var spread = new List<string>();
        var pending = new Queue<string>([name]);
        while (pending.TryDequeue(out var current))
        {
            var step = plan.First(x => x.Name == current);
            if (step.KeepsDependencies) continue;
            foreach (var candidate in plan.Where(x => IsFedBy(x, step)))
            {
                if (candidate.Invoked || gone.Contains(candidate.Name) || IsNeeded(plan, candidate, gone)) continue;
                gone.Add(candidate.Name);
                spread.Add(candidate.Name);
                pending.Enqueue(candidate.Name);
            }
        }
        return spread;
    }

    private static bool IsFedBy(PlanStep candidate, PlanStep skipped) =>
        skipped.Node.DependsOn.Contains(candidate.Name) || candidate.Node.TriggeredBy.Contains(skipped.Name);

    private static bool IsNeeded(IReadOnlyList<PlanStep> plan, PlanStep candidate, HashSet<string> gone) =>
        plan.Any(x => (!gone.Contains(x.Name) || x.KeepsDependencies) && IsFedBy(candidate, x));
}
