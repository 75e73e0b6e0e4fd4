using TalosPlatform.Alerts;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;
using TalosPlatform.Stack;

namespace TalosPlatform.Tests.Alerts;

public sealed class ShippedAlertTests
{
    [Theory]
    [InlineData("alerts/**/*.yaml", 36)]
    [InlineData("samples/*/alerts/*.yaml", 10)]
    public async Task Shipped_rules_are_sound_and_every_alert_is_tested(string pattern, int rules)
    {
        var promtool = await RealTools.PromtoolAsync();
        var files = Glob.Files(Repository.Root, pattern).Select(p => new WorkspaceFile(p, Path.GetRelativePath(Repository.Root, p).Replace('\\', '/'))).ToLookup(f => f.Name.EndsWith("_test.yaml", StringComparison.Ordinal));
        var request = new AlertRequest { RuleFiles = [.. files[false]], TestFiles = [.. files[true]], Promtool = promtool };
        var section = await AlertValidator.ValidateAsync(request, new ProcessCommandRunner(new Redactor(), TimeProvider.System), new StaticServiceGateway([]), TestContext.Current.CancellationToken);
        Assert.Equal([], section.Findings);
        Assert.Equal((0, 0), (section.Failed, section.Untested));
        Assert.True(section.Rules >= rules && section.Tests > section.Rules, $"{section.Rules} rules, {section.Tests} tests");
    }

    [Fact]
    public void Every_runbook_belongs_to_an_alert()
    {
        var alerts = Glob.Files(Repository.Root, "alerts/**/*.yaml").SelectMany(File.ReadLines).Where(l => l.Contains("- alert: ", StringComparison.Ordinal)).Select(l => l.Split(": ")[1].Trim());
        var sections = File.ReadLines(Path.Combine(Repository.Root, "docs/runbooks.md")).Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..].Trim());
        Assert.Equal(alerts.Order(StringComparer.Ordinal), sections.Order(StringComparer.Ordinal));
    }
}
