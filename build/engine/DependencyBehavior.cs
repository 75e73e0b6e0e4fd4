namespace Nuke.Common;

/// <summary>What happens to the dependencies of a target that is skipped.</summary>
public enum DependencyBehavior
{
    /// <summary>Dependencies run although the target is skipped.</summary>
    Execute,

    /// <summary>Dependencies that nothing else needs are skipped too. The default.</summary>
    Skip,
}
