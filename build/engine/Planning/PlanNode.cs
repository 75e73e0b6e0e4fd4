namespace Nuke.Common.Planning;

/// <summary>One target as the planner sees it. Names are unique; every edge names the target that runs first.</summary>
/// <param name="Name">Name of the target.</param>
/// <param name="DependsOn">Targets that must run too, before this one.</param>
/// <param name="After">Targets that run before this one when they run at all.</param>
/// <param name="TriggeredBy">Targets whose run makes this one run too, afterwards.</param>
internal sealed record PlanNode(
    string Name,
    IReadOnlyList<string> DependsOn,
    IReadOnlyList<string> After,
    IReadOnlyList<string> TriggeredBy)
{
    /// <summary>Everything that runs before this target, in the order it was declared.</summary>
    public IEnumerable<string> Predecessors => DependsOn.Concat(After).Concat(TriggeredBy);
}
