namespace Nuke.Common;

/// <summary>How much a build prints.</summary>
public enum Verbosity
{
    /// <summary>Everything, with exception types and stack traces.</summary>
    Verbose,

    /// <summary>Everything but trace messages.</summary>
    Normal,

    /// <summary>Warnings, errors, and the outcome of the targets.</summary>
    Minimal,

    /// <summary>Errors only.</summary>
    Quiet,
}
