namespace Nuke.Common.Reporting;

/// <summary>How much a message matters.</summary>
internal enum MessageLevel
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
}
