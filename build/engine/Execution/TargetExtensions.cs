namespace Nuke.Common.Execution;

/// <summary>Looks targets up in collections of executable targets.</summary>
public static class TargetExtensions
{
    /// <summary>True when the target is in the collection: <c>FailedTargets.Contains(Compile)</c>.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var wanted = AmbientBuild.State.Catalog?.Find(target);
        return wanted is not null && targets.Any(x => ReferenceEquals(x, wanted));
    }
}
