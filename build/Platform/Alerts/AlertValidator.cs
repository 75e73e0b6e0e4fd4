using System.Collections.Immutable;
using TalosPlatform.Alerts.Lint;
using TalosPlatform.Alerts.Promtool;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Alerts.UnitTests;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack;

namespace TalosPlatform.Alerts;

/// <summary>Validates rule files: syntax, lint, unit tests with the gaps of promtool closed, coverage, and what the running Prometheus makes of them.</summary>
public static class AlertValidator
{
    /// <summary>Validates.</summary>
    /// <param name="request">Files and tools.</param>
    /// <param name="commands">Runs promtool.</param>
    /// <param name="gateway">Where Prometheus is.</param>
    /// <param name="cancellation">Ends the validation.</param>
    /// <returns>Counts and findings; a broken file is a finding, and the others are still validated.
    /// Failed counts unit tests that failed and files that Prometheus would refuse.</returns>
    public static async Task<AlertsSection> ValidateAsync(AlertRequest request, ICommandRunner commands, IServiceGateway gateway, CancellationToken cancellation)
    {
        var rules = request.RuleFiles.Select(RuleFileReader.Read).ToImmutableArray();
        var tests = request.TestFiles.Select(RuleTestReader.Read).ToImmutableArray();
        var live = LiveAlertStates.ReadAsync(gateway, request.CallTimeout, cancellation);
        DuplicateRules.Check(rules);
        var coverage = Cover(rules, tests);
        foreach (var file in rules)
            AlertLinter.Check(file, coverage);
        var untested = coverage.ReportUntested(rules);
        var leftOut = new List<string>();
        int failed;
        var run = 0;
        try
        {
            var promtool = request.Promtool ?? throw new PlatformException(request.PromtoolLeftOut);
            (failed, run) = await AskPromtoolAsync(new PromtoolRunner(promtool, commands, request.PromtoolDeadline), rules, tests, cancellation);
        }
        catch (PlatformException error)
        {
            leftOut.Add($"promtool check and unit tests: {error.What}");
            failed = rules.Count(CheckSyntax);
        }

        var (states, liveLeftOut) = await live;
        if (liveLeftOut is not null)
            leftOut.Add(liveLeftOut);
        var findings = rules.Select(r => r.Yaml).Concat(tests.Select(t => t.Yaml)).SelectMany(y => y.Findings.OrderBy(f => f.Line).ThenBy(f => f.Column));
        return new AlertsSection(rules.Sum(r => r.Rules.Count()), run, failed, untested, [.. findings])
        {
            States = states,
            LeftOut = [.. leftOut],
        };
    }

    private static TestCoverage Cover(ImmutableArray<RuleFile> rules, ImmutableArray<RuleTestFile> tests)
    {
        var coverage = new TestCoverage();
        var traps = new TestTraps(rules.DistinctBy(r => r.File.Path).ToDictionary(r => r.File.Path, StringComparer.Ordinal));
        foreach (var test in tests)
            coverage.Add(test, traps.Check(test));
        return coverage;
    }

    private static async Task<(int Failed, int Run)> AskPromtoolAsync(PromtoolRunner promtool, ImmutableArray<RuleFile> rules, ImmutableArray<RuleTestFile> tests, CancellationToken cancellation)
    {
        // What is no YAML needs no second opinion.
        var checkable = rules.Where(r => r.Yaml.Documents.Count > 0).ToList();

        // Nor is promtool asked to read a file outside the repository: its errors would quote it.
        var runnable = tests.Where(t => t.Root is not null && !t.Yaml.Findings.Any(f => f.Rule == TestTraps.Outside)).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        var failed = rules.Length - checkable.Count + tests.Length - runnable.Count;
        var run = 0;
        await Parallel.ForEachAsync(checkable, parallel, async (file, token) =>
        {
            if (!await promtool.CheckAsync(file, token))
                Interlocked.Increment(ref failed);
        });
        await Parallel.ForEachAsync(runnable, parallel, async (file, token) =>
        {
            Interlocked.Add(ref failed, await promtool.TestAsync(file, token));
            Interlocked.Add(ref run, file.Assertions);
        });
        return (failed, run);
    }

    // Without promtool our own parser has the word.
    private static bool CheckSyntax(RuleFile file)
    {
        foreach (var rule in file.Rules)
        {
            foreach (var error in rule.Parsed.Errors)
                rule.Source.Report("expr", "promql", error.Describe(rule.Expression));
        }

        return file.Yaml.Findings.Any(f => f.Severity == Severity.Error);
    }
}
