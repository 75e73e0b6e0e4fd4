namespace TalosPlatform.Shared.Commands;

/// <summary>The one way to run an external command.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="onLine">Called with every redacted line of output as it appears; may be called from several threads.</param>
    /// <param name="cancellation">Ends the command and everything it started.</param>
    /// <returns>Exit code and output; a non-zero exit code is not an error here.</returns>
    /// <exception cref="PlatformException">The executable is missing or the deadline passed.</exception>
    Task<CommandResult> RunAsync(Command command, Action<string>? onLine = null, CancellationToken cancellation = default);
}

/// <summary>Shorthand over <see cref="ICommandRunner"/>.</summary>
public static class CommandRunnerExtensions
{
    /// <summary>Runs a command that must succeed.</summary>
    /// <exception cref="PlatformException">It exited with a code other than 0; the message holds the code and the last lines.</exception>
    public static async Task<CommandResult> RunCheckedAsync(this ICommandRunner runner, Command command, string purpose, string? fix = null, Action<string>? onLine = null, CancellationToken cancellation = default)
    {
        var result = await runner.RunAsync(command, onLine, cancellation);
        return result.ExitCode == 0
            ? result
            : throw new PlatformException($"{purpose} failed: \"{command}\" exited with code {result.ExitCode}.", fix, result.Tail());
    }
}
