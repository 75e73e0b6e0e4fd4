namespace Nuke.Common;

/// <summary>Where a build runs: a terminal or a continuous integration server.</summary>
public abstract class Host
{
    /// <summary>Name of the host, as <c>--host</c> takes it.</summary>
    public override string ToString() => GetType().Name;
}
