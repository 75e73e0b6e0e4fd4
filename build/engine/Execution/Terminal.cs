namespace Nuke.Common.Execution;

/// <summary>A developer's terminal, or a server the engine does not know.</summary>
public sealed class Terminal : Host
{
    internal Terminal() { }
}
