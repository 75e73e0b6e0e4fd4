namespace TalosPlatform.Shared;

/// <summary>An error a user can act on: what failed, the value at fault, how to fix it and what the failing tool or server said.</summary>
public class PlatformException : Exception
{
    /// <summary>Creates an error from its parts.</summary>
    /// <param name="what">What failed, as one sentence with the value in quotes.</param>
    /// <param name="fix">What to do about it; null when nothing sensible can be advised.</param>
    /// <param name="output">Captured output of the tool or server, already redacted; null when there is none.</param>
    /// <param name="inner">The exception this one explains.</param>
    public PlatformException(string what, string? fix = null, string? output = null, Exception? inner = null)
        : base(Compose(what, fix, output), inner)
    {
        What = what;
        Fix = fix;
        Output = output;
    }

    /// <summary>What failed, with the value in quotes.</summary>
    public string What { get; }

    /// <summary>How to fix it.</summary>
    public string? Fix { get; }

    /// <summary>The last lines of what the failing tool or server said.</summary>
    public string? Output { get; }

    private static string Compose(string what, string? fix, string? output)
    {
        var text = what;
        if (!string.IsNullOrWhiteSpace(output))
            text += Environment.NewLine + string.Join(Environment.NewLine, output.TrimEnd().Split('\n').Select(line => "  | " + line.TrimEnd('\r')));
        if (!string.IsNullOrWhiteSpace(fix))
            text += Environment.NewLine + "  Fix: " + fix;
        return text;
    }
}
