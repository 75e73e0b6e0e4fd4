namespace Nuke.Common;

/// <summary>What happens to the dependencies of a target that is skipped.</summary>
public enum DependencyBehavior
{
    /// <summary>Dependencies that nothing else needs are skipped too. The default.</summary>
    Skip,

    /// <summary>Dependencies run although the target is skipped.</summary>
    Execute,
}
