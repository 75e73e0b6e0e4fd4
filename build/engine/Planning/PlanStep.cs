namespace Nuke.Common.Planning;

/// <summary>A planned target with what decides about skipping it.</summary>
/// <param name="Node">The target and its edges.</param>
/// <param name="Invoked">The user asked for it by name.</param>
/// <param name="KeepsDependencies">Its dependencies run even when it is skipped.</param>
internal sealed record PlanStep(PlanNode Node, bool Invoked = false, bool KeepsDependencies = false)
{
    public string Name => Node.Name;
}
