namespace Nuke.Common.Execution;

/// <summary>The build class itself is wrong: its author must change it.</summary>
/// <param name="message">What is wrong and how to fix it.</param>
internal sealed class BuildDefinitionException(string message) : Exception(message);
