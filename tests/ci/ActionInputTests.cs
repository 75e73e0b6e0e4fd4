using System.Collections.Immutable;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Ci;

/// <summary>Inputs that cannot be right are refused before anything starts; hostile ones never become a command.</summary>
public sealed class ActionInputTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "targets", "Verfy" },
        { "targets", "Test" },
        { "targets", "Verify $(touch x)" },
        { "targets", "--help" },
        { "provider", "hots" },
        { "observability", "yes" },
        { "version", "v2.0" },
        { "version", "v1.99" },
        { "version", "latest" },
        { "cluster-name", "`touch x`" },
        { "wait-timeout", "soon" },
        { "teardown", "no" },
        { "logs", "sometimes" },
        { "artifact-name", "../x" },
        { "config", "a\n::set-output name=conclusion::success" },
        { "config", "--plan" },
        { "registry-mirror", "mirror.example --plan" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_impossible_value_starts_nothing(string input, string value)
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        var run = await ActionRun.InAsync(caller, node, new() { [input] = value, ["cache"] = "false" }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("failure", run.Conclusion);
        Assert.Equal("skipped", run.Outputs["conclusion"]);
        var error = Assert.Single(run["Check the inputs"].Commands);
        Assert.Equal("error", error.Command);
        Assert.Contains($"\"{input}\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(["success", "failure"], run.Steps.Select(s => s.Outcome).Where(o => o != "skipped").Prepend("success").Distinct());
        Assert.False(Directory.Exists(caller.File(".talos-dev/clusters")));
        Assert.False(File.Exists(caller.File("x")));
    }

    [Fact]
    public async Task A_file_of_the_runner_that_cannot_be_written_is_explained()
    {
        using var folder = new TemporaryFolder();
        var command = Command.Of(Path.Combine(Repository.Root, "build.sh"), "ci", "prepare", folder.File("arguments")) with
        {
            Environment = ImmutableDictionary<string, string?>.Empty.Add("GITHUB_ACTIONS", "true").Add("GITHUB_OUTPUT", folder.File("nowhere/output")), Deadline = TimeSpan.FromMinutes(10),
        };
        var done = await new ProcessCommandRunner(new Redactor(), TimeProvider.System).RunAsync(command, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, done.ExitCode);
        var error = Assert.Single(done.Output.Split('\n'), l => l.StartsWith("::error ", StringComparison.Ordinal));
        Assert.Contains($"'{folder.File("nowhere/output")}'", error, StringComparison.Ordinal);
        Assert.Contains("Fix: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", done.Output + done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_a_shell_would_obey_reaches_the_build_as_one_word()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var caller = new CallerRepository();
        var run = await ActionRun.InAsync(caller, node, new() { ["config"] = "$(touch x) `touch x`; touch x 'y' \"z\"", ["cache"] = "false" }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("failure", run.Outputs["conclusion"]);
        Assert.Contains("The configuration file \"$(touch x) `touch x`; touch x 'y' \"z\"\" does not exist", run["Run the targets"].Log, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(caller.Path, "x", SearchOption.AllDirectories));
    }
}
