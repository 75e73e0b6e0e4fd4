using System.ComponentModel;
using System.Text;
using CliWrap;

namespace TalosPlatform.Shared.Commands;

/// <summary>Runs commands as child processes that end with us.</summary>
public sealed class ProcessCommandRunner(Redactor redactor, TimeProvider clock) : ICommandRunner
{
    // A command that floods its output must not exhaust memory: only this much of each stream is kept.
    private const int KeptCharacters = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(Command command, Action<string>? onLine = null, CancellationToken cancellation = default)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        var gate = new Lock();
        PipeTarget Capture(StringBuilder into) => PipeTarget.ToDelegate(line =>
        {
            var clean = redactor.Redact(line);
            lock (gate)
            {
                if (into.Length < KeptCharacters)
                    into.Append(clean).Append('\n');
            }

            onLine?.Invoke(clean);
        });

        var prepared = Cli.Wrap(command.File)
            .WithArguments(command.Arguments)
            .WithWorkingDirectory(command.WorkingDirectory ?? Directory.GetCurrentDirectory())
            .WithEnvironmentVariables(command.Environment)
            .WithStandardInputPipe(command.StandardInput is null ? PipeSource.Null : PipeSource.FromString(command.StandardInput))
            .WithStandardOutputPipe(Capture(output))
            .WithStandardErrorPipe(Capture(error))
            .WithValidation(CommandResultValidation.None);

        using var deadline = new CancellationTokenSource(command.Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var result = await prepared.ExecuteAsync(either.Token);
            return new CommandResult(result.ExitCode, output.ToString(), error.ToString(), result.RunTime);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            string said;
            lock (gate)
                said = new CommandResult(0, output.ToString(), error.ToString(), command.Deadline).Tail();
            throw new PlatformException(
                $"\"{redactor.Redact(command.ToString())}\" did not end within {command.Deadline.TotalSeconds:0} s and was stopped.",
                "Run it by hand to see where it hangs.",
                said);
        }
        catch (Win32Exception missing)
        {
            throw new PlatformException($"Cannot start \"{command.File}\": {missing.Message}", $"Install \"{Path.GetFileName(command.File)}\" or put it into PATH.", inner: missing);
        }
    }
}
