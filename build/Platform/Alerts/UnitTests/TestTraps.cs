using System.Collections.Immutable;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Alerts.UnitTests;

/// <summary>Finds unit tests that promtool passes although they prove nothing.</summary>
internal sealed class TestTraps(IReadOnlyDictionary<string, RuleFile> rules)
{
    /// <summary>Rule of the finding about a test that reaches for files outside its repository.</summary>
    public const string Outside = "test-outside";

    // Prometheus looks back this far for the last sample of a series.
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(5);

    /// <summary>Checks a test file and returns the rule files it tests.</summary>
    public ImmutableArray<RuleFile> Check(RuleTestFile file)
    {
        if (file.Root is not { } root)
            return [];
        var tested = Tested(file);
        if (file.Assertions == 0)
            root.Report("tests", "test-without-assertion", "the file asserts nothing: add alert_rule_test or promql_expr_test");
        if (tested.IsEmpty)
            return tested;
        var alerts = tested.SelectMany(f => f.Alerts).ToLookup(a => a.Name, StringComparer.Ordinal);
        var recorded = tested.SelectMany(f => f.Rules).Where(r => !r.IsAlert).ToLookup(r => r.Name, StringComparer.Ordinal);
        foreach (var test in file.Tests)
        {
            var data = new TestData(test, recorded);
            foreach (var assertion in test.Alerts)
                Check(assertion, alerts, data);
            foreach (var assertion in test.Expressions.Where(e => e.ExpectedSamples == 0))
            {
                if (data.WhyEmpty(assertion.Expression, assertion.At, LookBack) is { } why)
                    assertion.Source.Report("expr", "test-without-data", $"the test expects no samples and would pass for any expression: {why}");
            }
        }

        return tested;
    }

    private static void Check(AlertAssertion assertion, ILookup<string, Rule> alerts, TestData data)
    {
        if (assertion.Alert.Length == 0)
            return;
        if (!alerts.Contains(assertion.Alert))
        {
            var known = alerts.Select(a => a.Key).ToList();
            assertion.Source.Report("alertname", "test-unknown-alert", $"no alert \"{assertion.Alert}\" in the rule files of this test: {(known.Count == 0 ? "they hold none" : NearestName.Hint(assertion.Alert, known))}");
            return;
        }

        if (!assertion.ExpectedLabels.IsEmpty)
            return;
        var reasons = alerts[assertion.Alert].Select(a => data.WhyEmpty(a.Expression, assertion.At, LookBack)).ToList();
        if (reasons.TrueForAll(r => r is not null))
            assertion.Source.Report("alertname", "test-without-data", $"the alert is expected not to fire, but nothing could make it fire: {reasons[0]}");
    }

    private ImmutableArray<RuleFile> Tested(RuleTestFile file)
    {
        var root = file.Root!;
        if (file.RuleFiles.IsEmpty)
            root.Report("rule_files", "test-no-rule-files", "the test names no rule_files");
        var tested = ImmutableArray.CreateBuilder<RuleFile>();
        var home = file.File.Path[..^file.File.Name.Length];
        foreach (var pattern in file.RuleFiles)
        {
            var matches = RuleFilePatterns.Match(file.File.Path, pattern);
            if (matches.Count == 0)
                root.Report("rule_files", "test-no-rule-files", $"\"{pattern}\" matches no file beside this test; promtool would pass without testing anything");
            foreach (var path in matches)
            {
                if (!path.StartsWith(home, StringComparison.Ordinal))
                    root.Report("rule_files", Outside, $"\"{pattern}\" leads out of the repository");
                else if (rules.TryGetValue(path, out var rule))
                    tested.Add(rule);
                else
                    root.Report("rule_files", "test-foreign-rules", $"\"{pattern}\" is none of the rule files that are validated and deployed", Severity.Warning);
            }
        }

        return tested.ToImmutable();
    }
}

/// <summary>The data a test provides, to tell what an expression can see of it.</summary>
internal sealed class TestData
{
    private readonly ILookup<string, Rule> _recorded;
    private readonly Dictionary<string, TimeSpan> _ends = new(StringComparer.Ordinal);

    public TestData(RuleTest test, ILookup<string, Rule> recorded)
    {
        _recorded = recorded;
        foreach (var input in test.Input)
        {
            if (PromQlParser.Parse(input.Series).Expression?.MetricNames().FirstOrDefault() is not { } name)
                continue;
            var end = SeriesValues.Count(input.Values) is { } count ? test.Interval * count : TimeSpan.MaxValue;
            _ends[name] = _ends.TryGetValue(name, out var other) && other > end ? other : end;
        }
    }

    /// <summary>Why an expression sees none of the data; null when it sees some, or when that cannot be told.</summary>
    public string? WhyEmpty(string expression, TimeSpan at, TimeSpan lookBack)
    {
        if (PromQlParser.Parse(expression).Expression is not { } parsed)
            return null;
        var selectors = parsed.MetricSelectors().ToList();
        if (selectors.Count == 0 || selectors.Exists(s => s.MetricName is null))
            return null;
        var names = Sources(parsed, []).ToList();
        if (names.Count == 0)
            return null;
        var present = names.Where(_ends.ContainsKey).ToList();
        if (present.Count == 0)
            return $"no input series of {string.Join(", ", names.Order(StringComparer.Ordinal).Select(n => $"\"{n}\""))}";
        var reach = parsed.RangeDurations().Select(d => d.Length ?? TimeSpan.MaxValue).Append(lookBack).Max();
        return reach == TimeSpan.MaxValue || present.Exists(n => _ends[n] == TimeSpan.MaxValue || _ends[n] + reach >= at)
            ? null
            : $"the input series end before {Durations.Format(at)}";
    }

    // A recorded metric stands for the metrics it is made of.
    private IEnumerable<string> Sources(Queries.PromQl.Ast.PromQlExpression expression, ImmutableHashSet<string> above) =>
        expression.MetricNames().Where(n => !above.Contains(n)).SelectMany(name => _recorded.Contains(name)
            ? _recorded[name].SelectMany(r => r.Parsed.Expression is { } inner ? Sources(inner, above.Add(name)) : []).Append(name)
            : [name]).Distinct(StringComparer.Ordinal);
}
