using TalosPlatform.Alerts.Rules;
using TalosPlatform.Alerts.UnitTests;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Alerts.Promtool;

/// <summary>Asks promtool, whose word on rules is final.</summary>
/// <param name="promtool">Path of the tool.</param>
/// <param name="commands">Runs it.</param>
/// <param name="deadline">Time of one call.</param>
internal sealed class PromtoolRunner(string promtool, ICommandRunner commands, TimeSpan deadline)
{
    /// <summary>Checks a rule file and adds what promtool says to its findings.</summary>
    /// <returns>Whether promtool accepts it.</returns>
    public async Task<bool> CheckAsync(RuleFile file, CancellationToken cancellation)
    {
        // Duplicates are our own business: promtool's word on them names no place.
        var result = await commands.RunAsync(Command.Of(promtool, "check", "rules", "--lint=none", file.File.Path) with { Deadline = deadline }, cancellation: cancellation);
        if (result.ExitCode == 0)
            return true;
        var known = file.Yaml.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Line).ToHashSet();
        var messages = PromtoolOutput.ReadCheck(result.Error + "\n" + result.Output, file.File.Path);
        foreach (var message in messages.Where(m => !known.Contains(m.Line)))
            file.Yaml.Report(message.Line, message.Column, "", "promtool", message.Text);
        if (messages.IsEmpty)
            file.Yaml.Report(0, 0, "", "promtool", $"promtool refuses the file with exit code {result.ExitCode} and says nothing");
        return false;
    }

    /// <summary>Runs a file of unit tests and adds every failure to its findings.</summary>
    /// <returns>Failed assertions; all of them when the file cannot be run.</returns>
    public async Task<int> TestAsync(RuleTestFile file, CancellationToken cancellation)
    {
        var result = await commands.RunAsync(Command.Of(promtool, "test", "rules", file.File.Path) with { Deadline = deadline }, cancellation: cancellation);
        if (result.ExitCode == 0)
            return 0;
        var (failed, other) = PromtoolOutput.ReadTest(result.Error + "\n" + result.Output);
        foreach (var failure in failed)
            Report(file, failure);

        // What is neither is an error that ended a test, or the whole file, early.
        foreach (var said in other.Select(o => o.Replace(file.File.Path, file.File.Name, StringComparison.Ordinal)).Distinct())
            file.Yaml.Report(0, 0, "", "promtool", said);
        return other.IsEmpty ? failed.Length : Math.Max(1, file.Assertions);
    }

    private static void Report(RuleTestFile file, FailedTest failure)
    {
        var message = $"{(failure.IsAlert ? $"alert \"{failure.Subject}\"" : $"expression \"{failure.Subject}\"")}{(failure.At is { } at ? $" at {Durations.Format(at)}" : "")}: expected {failure.Expected}; got {failure.Got}";
        var tests = file.Tests.Where(t => failure.Test.Length == 0 || t.Name == failure.Test).ToList();
        var place = failure.IsAlert
            ? tests.SelectMany(t => t.Alerts).FirstOrDefault(a => a.Alert == failure.Subject && a.At == failure.At)?.Source
            : tests.SelectMany(t => t.Expressions).FirstOrDefault(e => e.Expression == failure.Subject && e.At == failure.At)?.Source;
        if (place is null)
            file.Yaml.Report(0, 0, "", "test-failed", message);
        else
            place.Report(failure.IsAlert ? "alertname" : "expr", "test-failed", message);
    }
}
