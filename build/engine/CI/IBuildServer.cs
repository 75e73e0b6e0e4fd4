namespace Nuke.Common.CI;

/// <summary>A continuous integration server.</summary>
public interface IBuildServer
{
    /// <summary>Branch that is built, or null when there is none.</summary>
    string? Branch { get; }

    /// <summary>Commit that is built.</summary>
    string? Commit { get; }
}
