using System.Collections.Immutable;
using CsCheck;
using TalosPlatform.Alerts;
using TalosPlatform.Alerts.Promtool;
using TalosPlatform.Alerts.UnitTests;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack;

namespace TalosPlatform.Tests.Alerts;

public sealed class PromtoolTests
{
    private static readonly string Fixtures = Path.Combine(Repository.Root, "tests/Platform/Alerts/fixtures");

    [Fact]
    public async Task It_is_called_once_for_each_file_with_exact_arguments()
    {
        var runner = new RecordingRunner(new CommandResult(0, "", "", TimeSpan.Zero));
        await ValidateAsync(runner, "valid-rules.yaml", "valid-rules_test.yaml");
        Assert.Equal(
            [$"promtool check rules --lint=none {Fixtures}/valid-rules.yaml", $"promtool test rules {Fixtures}/valid-rules_test.yaml"],
            runner.Commands.Select(c => c.ToString()).Order(StringComparer.Ordinal));
        Assert.All(runner.Commands, c => Assert.Equal(TimeSpan.FromSeconds(3), c.Deadline));
    }

    [Fact]
    public async Task A_test_that_reaches_for_foreign_files_is_not_run()
    {
        var runner = new RecordingRunner(new CommandResult(0, "", "", TimeSpan.Zero));
        var section = await ValidateAsync(runner, "invalid-traps.yaml", "invalid-traps_test.yaml");
        Assert.Equal(["check"], runner.Commands.Select(c => c.Arguments[0]));
        Assert.Equal((0, 1), (section.Tests, section.Failed));
    }

    [Fact]
    public async Task Silence_with_an_exit_code_is_still_a_failure()
    {
        var section = await ValidateAsync(new RecordingRunner(new CommandResult(3, "", "", TimeSpan.Zero)), "valid-rules.yaml");
        Assert.Equal("promtool refuses the file with exit code 3 and says nothing", Assert.Single(section.Findings, f => f.Rule == "promtool").Message);
    }

    [Fact]
    public async Task A_promtool_that_hangs_ends_at_its_deadline()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell script");
        var folder = Directory.CreateTempSubdirectory("promtool-").FullName;
        var script = Path.Combine(folder, "promtool");
        await File.WriteAllTextAsync(script, "#!/bin/sh\nexec sleep 60\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var section = await ValidateAsync(new ProcessCommandRunner(new Redactor(), TimeProvider.System), script, TimeSpan.FromMilliseconds(300), "valid-rules.yaml");
        Directory.Delete(folder, recursive: true);
        Assert.Contains("did not end within", section.LeftOut[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 2 3", 3)]
    [InlineData("0+10x5", 6)]
    [InlineData("1x5", 6)]
    [InlineData("_x5", 5)]
    [InlineData("1 _ 3 stale", 4)]
    [InlineData("-1.5-0.5x3 NaN +Inf", 6)]
    [InlineData("{{schema:0 sum:5 count:4}}x3", 4)]
    [InlineData("", 0)]
    [InlineData("one two", null)]
    public void Values_last_as_long_as_promtool_makes_them(string values, int? count) => Assert.Equal(count, SeriesValues.Count(values));

    [Fact]
    public void Whatever_promtool_says_can_be_read() =>
        Gen.OneOf(
            Gen.OneOf(new[] {"  FAILED:", "    name: a,", "    alertname: A, time: 5m, ", "        exp:[", "        got:[]", "    expr: \"up\", time: 1m,", "a.yaml: 1:2: x", "a.yaml: yaml: line 3: y", "a.yaml: yaml: unmarshal errors:", "" }.Select(Gen.Const).ToArray()),
            Gen.String).Array[0, 12].Select(lines => string.Join('\n', lines)).Sample(text =>
        {
            PromtoolOutput.ReadTest(text);
            return PromtoolOutput.ReadCheck(text, "a.yaml").All(m => m.Line >= 0 && m.Text.Length > 0);
        });

    private static Task<TalosPlatform.Reports.AlertsSection> ValidateAsync(ICommandRunner runner, params string[] names) => ValidateAsync(runner, "promtool", TimeSpan.FromSeconds(3), names);

    private static Task<TalosPlatform.Reports.AlertsSection> ValidateAsync(ICommandRunner runner, string promtool, TimeSpan deadline, params string[] names)
    {
        var files = names.Select(n => new WorkspaceFile(Path.Combine(Fixtures, n), n)).ToLookup(f => f.Name.EndsWith("_test.yaml", StringComparison.Ordinal));
        var request = new AlertRequest { RuleFiles = [.. files[false]], TestFiles = [.. files[true]], Promtool = promtool, PromtoolDeadline = deadline };
        return AlertValidator.ValidateAsync(request, runner, new StaticServiceGateway([]), TestContext.Current.CancellationToken);
    }

    private sealed class RecordingRunner(CommandResult result) : ICommandRunner
    {
        private ImmutableList<Command> _commands = [];

        public IReadOnlyList<Command> Commands => _commands;

        public Task<CommandResult> RunAsync(Command command, Action<string>? onLine = null, CancellationToken cancellation = default)
        {
            ImmutableInterlocked.Update(ref _commands, (all, one) => all.Add(one), command);
            return Task.FromResult(result);
        }
    }
}
