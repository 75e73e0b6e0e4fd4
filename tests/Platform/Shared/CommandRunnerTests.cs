using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Shared;

public class CommandRunnerTests
{
    private readonly Redactor _redactor = new();

    private ProcessCommandRunner Runner => new(_redactor, TimeProvider.System);

    [Fact]
    public async Task Output_and_exit_code_come_back()
    {
        var result = await Runner.RunAsync(Command.Of("sh", "-c", "echo out; echo err >&2; exit 3"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Secrets_never_reach_a_reader()
    {
        _redactor.Add("s3cr3t-token");
        var lines = new List<string>();
        var result = await Runner.RunAsync(Command.Of("sh", "-c", "echo token=s3cr3t-token"), lines.Add, TestContext.Current.CancellationToken);
        Assert.Equal("token=[redacted]\n", result.Output);
        Assert.Equal(["token=[redacted]"], lines);
    }

    [Fact]
    public async Task A_deadline_ends_the_command_and_says_what_was_seen()
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() =>
            Runner.RunAsync(Command.Of("sh", "-c", "echo half way; sleep 60") with { Deadline = TimeSpan.FromMilliseconds(500) }, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("did not end within", error.What, StringComparison.Ordinal);
        Assert.Contains("half way", error.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => Runner.RunAsync(Command.Of("no-such-program"), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("Cannot start \"no-such-program\"", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_check_carries_code_and_output()
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() =>
            Runner.RunCheckedAsync(Command.Of("sh", "-c", "echo broken; exit 2"), "Testing", "Mend it.", cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("Testing failed: \"sh -c 'echo broken; exit 2'\" exited with code 2.", error.What);
        Assert.Contains("broken", error.Output, StringComparison.Ordinal);
        Assert.Equal("Mend it.", error.Fix);
    }

    [Fact]
    public async Task Arguments_are_never_read_by_a_shell()
    {
        var result = await Runner.RunAsync(Command.Of("echo", "$(id)", "; rm -rf /", "`id`"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("$(id) ; rm -rf / `id`\n", result.Output);
    }
}
