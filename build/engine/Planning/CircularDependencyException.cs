namespace Nuke.Common.Planning;

/// <summary>Targets depend on each other in a circle.</summary>
/// <param name="cycles">The circles; each path ends where it starts.</param>
internal sealed class CircularDependencyException(IReadOnlyList<IReadOnlyList<string>> cycles)
    : Exception("Circular dependencies between targets:" + string.Concat(cycles.Select(x => "\n - " + string.Join(" -> ", x))))
{
    public IReadOnlyList<IReadOnlyList<string>> Cycles { get; } = cycles;
}
