namespace TalosPlatform.Reports;

/// <summary>How a line of the terminal is meant; the words and marks in it say the same.</summary>
public enum TerminalTone
{
    /// <summary>Plain.</summary>
    None,

    /// <summary>As it should be: green.</summary>
    Good,

    /// <summary>Works, with something missing or near a limit: yellow.</summary>
    Warning,

    /// <summary>Broken: red.</summary>
    Bad,

    /// <summary>Beside the point: dim.</summary>
    Soft,

    /// <summary>What to read first: bold.</summary>
    Strong,
}

/// <summary>Paints lines by their tone, with the codes of ECMA-48, 8.3.117.</summary>
public static class TerminalTones
{
    /// <summary>The line in its colour, or as it is where there are none.</summary>
    public static string Paint(this TerminalTone tone, string line, bool color) => !color || line.Length == 0 ? line : tone switch
    {
        TerminalTone.Good => $"\e[32m{line}\e[0m",
        TerminalTone.Warning => $"\e[33m{line}\e[0m",
        TerminalTone.Bad => $"\e[31m{line}\e[0m",
        TerminalTone.Soft => $"\e[2m{line}\e[0m",
        TerminalTone.Strong => $"\e[1m{line}\e[0m",
        _ => line,
    };

    /// <summary>The tone of a line by the mark it begins with.</summary>
    public static TerminalTone OfMark(string line) => line.AsSpan().TrimStart() switch
    {
        ['✓', ..] => TerminalTone.Good,
        ['✗', ..] => TerminalTone.Bad,
        ['!' or '-' or '–', ' ', ..] => TerminalTone.Warning,
        _ => TerminalTone.None,
    };
}
