using System.Collections.Immutable;
using TalosPlatform.Alerts.Rules;
using TalosPlatform.Shared;

namespace TalosPlatform.Alerts.UnitTests;

/// <summary>Which alerts a test makes fire. One that is only ever expected to be silent is not covered: silence is what a broken alert does best.</summary>
internal sealed class TestCoverage
{
    private readonly Dictionary<Rule, HashSet<string>> _labels = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes what a test file expects of the rule files it tests.</summary>
    public void Add(RuleTestFile tests, ImmutableArray<RuleFile> tested)
    {
        foreach (var assertion in tests.Tests.SelectMany(t => t.Alerts).Where(a => !a.ExpectedLabels.IsEmpty))
        {
            foreach (var alert in tested.SelectMany(f => f.Alerts).Where(a => a.Name == assertion.Alert))
            {
                if (!_labels.TryGetValue(alert, out var labels))
                    _labels[alert] = labels = new HashSet<string>(StringComparer.Ordinal);

                // Templates are filled in before the rule's own labels and the alert's name are added.
                labels.UnionWith(assertion.ExpectedLabels.SelectMany(l => l.Keys).Where(name => name != "alertname" && !alert.Labels.ContainsKey(name)));
            }
        }
    }

    /// <summary>Labels that templates of the alert saw in tests; null when no test makes it fire.</summary>
    public IReadOnlyCollection<string>? LabelsOf(Rule alert) => _labels.GetValueOrDefault(alert);

    /// <summary>Reports every alert that no test makes fire.</summary>
    /// <returns>How many they are.</returns>
    public int ReportUntested(IEnumerable<RuleFile> files)
    {
        var untested = files.SelectMany(f => f.Alerts).Where(a => !_labels.ContainsKey(a)).ToList();
        foreach (var alert in untested)
            alert.Source.Report("alert", "untested-alert", $"no unit test makes \"{alert.Name}\" fire: add one to a _test.yaml beside the file", Severity.Warning);
        return untested.Count;
    }
}
