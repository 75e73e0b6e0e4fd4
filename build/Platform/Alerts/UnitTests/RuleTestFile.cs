using System.Collections.Immutable;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Alerts.UnitTests;

/// <summary>A file of unit tests; its mistakes are in <see cref="Yaml"/>.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Yaml">Its text with every finding about it.</param>
/// <param name="Root">Root mapping; null when nothing could be read.</param>
/// <param name="RuleFiles">Patterns of the rule files under test, relative to the file's folder.</param>
/// <param name="Tests">The tests.</param>
internal sealed record RuleTestFile(WorkspaceFile File, YamlFile Yaml, YamlMapping? Root, ImmutableArray<string> RuleFiles, ImmutableArray<RuleTest> Tests)
{
    public int Assertions => Tests.Sum(t => t.Alerts.Length + t.Expressions.Length);
}

/// <summary>One test: input series and what follows from them.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Interval">Time between two samples of the input.</param>
/// <param name="Input">Input series.</param>
/// <param name="Alerts">Expectations about alerts.</param>
/// <param name="Expressions">Expectations about expressions.</param>
/// <param name="Source">Its place in the file.</param>
internal sealed record RuleTest(string Name, TimeSpan Interval, ImmutableArray<InputSeries> Input, ImmutableArray<AlertAssertion> Alerts, ImmutableArray<ExpressionAssertion> Expressions, YamlMapping Source);

/// <summary>An input series in promtool's notation.</summary>
internal sealed record InputSeries(string Series, string Values, YamlMapping Source);

/// <summary>Alerts that must fire at a time; none means that the alert must not fire.</summary>
internal sealed record AlertAssertion(string Alert, TimeSpan At, ImmutableArray<ImmutableSortedDictionary<string, string>> ExpectedLabels, YamlMapping Source);

/// <summary>Samples an expression must give at a time.</summary>
internal sealed record ExpressionAssertion(string Expression, TimeSpan At, int ExpectedSamples, YamlMapping Source);
