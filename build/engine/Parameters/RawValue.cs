namespace Nuke.Common.Parameters;

/// <summary>Text given for a parameter, and where.</summary>
/// <param name="Texts">The values; one for anything but a list, none for a switch without value.</param>
/// <param name="Source">Where it comes from, to start an error with: an option, a variable, a file with line and column.</param>
/// <param name="BaseDirectory">What relative paths are relative to.</param>
internal sealed record RawValue(IReadOnlyList<string> Texts, string Source, string BaseDirectory);
