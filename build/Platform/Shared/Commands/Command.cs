using System.Collections.Immutable;

namespace TalosPlatform.Shared.Commands;

/// <summary>An external command: what to run, where, with what, and for how long at most.</summary>
/// <param name="File">Path or name of the executable; names are looked up in PATH.</param>
/// <param name="Arguments">Arguments, passed as they are and never through a shell.</param>
public sealed record Command(string File, ImmutableArray<string> Arguments)
{
    /// <summary>Creates a command from its arguments.</summary>
    public static Command Of(string file, params IEnumerable<string> arguments) => new(file, [.. arguments]);

    /// <summary>Folder to run in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables to set; a null value removes the variable.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Text for standard input; null closes it.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Time after which the command and everything it started are ended. Default two minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The command as a user could type it.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(File).Select(Quote));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@,+%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output, redacted.</param>
/// <param name="Error">Standard error, redacted.</param>
/// <param name="Elapsed">Wall-clock time it took.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>Both streams, standard error last, at most the last <paramref name="lines"/> lines.</summary>
    public string Tail(int lines = 20)
    {
        var all = (Output.TrimEnd() + "\n" + Error.TrimEnd()).Trim('\n').Split('\n');
        return string.Join('\n', all.Skip(Math.Max(0, all.Length - lines)));
    }
}
