using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Shared;

/// <summary>Answers commands from a script and keeps exactly what was asked.</summary>
public sealed class FakeCommandRunner(Func<Command, CommandResult> answer) : ICommandRunner
{
    private readonly Lock _gate = new();

    public List<Command> Commands { get; } = [];

    public static CommandResult Success(string output = "") => new(0, output, "", TimeSpan.Zero);

    public static CommandResult Failure(int code, string error = "") => new(code, "", error, TimeSpan.Zero);

    public Task<CommandResult> RunAsync(Command command, Action<string>? onLine = null, CancellationToken cancellation = default)
    {
        lock (_gate)
            Commands.Add(command);
        return Task.FromResult(answer(command));
    }
}
