using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Looks targets up in collections of executable targets.</summary>
public static class ExecutableTargetExtensions
{
    /// <summary>True when the target is in the collection: <c>FailedTargets.Contains(Compile)</c>.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var wanted = AmbientBuild.State.Catalog?.Find(target);
        return wanted is not null && targets.Any(x => ReferenceEquals(x, wanted));
    }
}
