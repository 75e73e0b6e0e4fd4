using System.Text.RegularExpressions;
using TalosPlatform.Alerts.Lint;
using TalosPlatform.Queries.PromQl.Lint;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Tests.Settings;

namespace TalosPlatform.Tests.Docs;

/// <summary>The documents say what is there, and name all of it.</summary>
public sealed partial class DocsTests
{
    // The words of other tools stand there.
    private static readonly string[] AboutOthers = ["docs/runbooks.md"];

    public static TheoryData<string> Documents => [.. Document.All().Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string name)
    {
        var document = Document.Load(name);
        Assert.DoesNotContain(document.Links, link => !link.Contains("://", StringComparison.Ordinal) && Broken(document, link));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Targets_exist(string name) =>
        Assert.Empty(Document.Load(name).Code.SelectMany(code => Invocation().Matches(code)).SelectMany(m => m.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Except(BuildSurface.Targets));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Parameters_exist(string name)
    {
        var document = Document.Load(name);
        var calls = document.Code.Where(c => Invocation().IsMatch(c)).SelectMany(c => Option().Matches(c));
        var alone = AboutOthers.Contains(name) ? [] : document.Spans.Where(s => s.StartsWith("--", StringComparison.Ordinal)).Select(s => Option().Match(s));
        Assert.Empty(calls.Concat(alone).Select(m => m.Groups["name"].Value).Except(BuildSurface.Parameters));
    }

    [Fact]
    public void The_readme_names_every_target_and_parameter()
    {
        var rows = Document.Load("README.md").Text.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split(" | ")[0]).ToList();
        Assert.DoesNotContain(BuildSurface.Targets, target => !rows.Exists(r => r.Contains($"`{target}`", StringComparison.Ordinal)));
        Assert.DoesNotContain(BuildSurface.Parameters, parameter => !rows.Exists(r => Option().Matches(r).Any(m => m.Groups["name"].Value == parameter)));
    }

    [Fact]
    public void The_readme_names_nothing_twice()
    {
        var names = Document.Load("README.md").Text.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split(" | ")[0]).Select(r => Option().Match(r) is { Success: true } o ? o.Value : r).ToList();
        Assert.Empty(names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void The_readme_names_every_sample()
    {
        var readme = Document.Load("README.md");
        Assert.DoesNotContain(PlatformFiles.SampleNames(new Workspace(Repository.Root, Repository.Root)), sample => !readme.Links.Contains($"samples/{sample}/README.md"));
    }

    [Fact]
    public void The_configuration_has_a_section_for_every_key_and_no_other()
    {
        var schema = YamlSchema.Load("config.schema.json");
        var sections = schema.Keys("");
        var keys = sections.Concat(sections.SelectMany(section => schema.Keys(section).Select(key => $"{section}.{key}"))).ToList();
        var document = Document.Load("docs/configuration.md");
        Assert.Equal(keys.Order(StringComparer.Ordinal), document.Headings.Where(h => Key().IsMatch(h)).Order(StringComparer.Ordinal));
        foreach (var list in (string[])["cost.storage", "cost.extras"])
            Assert.All(schema.Keys(list + "[]"), key => Assert.Contains($"`{key}`", document.Section(list), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_alert_has_a_runbook()
    {
        var alerts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "alerts"), "*.yaml", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith("_test.yaml", StringComparison.Ordinal)).SelectMany(f => Alert().Matches(File.ReadAllText(f))).Select(m => m.Groups["name"].Value).ToList();
        Assert.NotEmpty(alerts);
        Assert.Empty(alerts.Except(Document.Load("docs/runbooks.md").Headings));
    }

    [Fact]
    public void Every_rule_is_explained()
    {
        var dashboards = Directory.EnumerateFiles(Path.Combine(Repository.Root, "build", "Platform", "Dashboards"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => DashboardRule().Matches(File.ReadAllText(f))).Select(m => m.Groups["name"].Value).Concat(PromQlLinter.Rules.Select(r => r.Id)).ToList();
        Assert.True(dashboards.Count > 30, $"only {dashboards.Count} rules were found in the source");
        Assert.Empty(dashboards.Except(Document.Load("docs/dashboards.md").Spans));
        Assert.Empty(AlertLinter.All.Select(l => l.Id).Concat(["untested-alert"]).Except(Document.Load("docs/alerts.md").Spans));
    }

    [Fact]
    public void Every_smoke_key_is_explained() =>
        Assert.Empty(((System.Text.Json.Nodes.JsonObject)YamlSchema.Load("smoke.schema.json").Json["definitions"]!["check"]!["properties"]!).Select(p => p.Key)
            .Except(Document.Load("docs/smoke-checks.md").Spans));

    // A heading of an error quotes it, with … for what changes; each quoted part stands in a string of the source.
    [Fact]
    public void Errors_that_are_explained_exist()
    {
        var source = Directory.EnumerateFiles(Path.Combine(Repository.Root, "build"), "*.cs", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "build.sh"))
            .Select(f => File.ReadAllText(f).Replace("\\\"", "\"", StringComparison.Ordinal)).ToList();
        var parts = Document.Load("docs/troubleshooting.md").Text.Split('\n').Where(l => l.StartsWith("### `", StringComparison.Ordinal))
            .SelectMany(l => Quoted().Matches(l)).SelectMany(m => m.Groups["text"].Value.Split('…')).Select(p => p.Trim()).Where(p => p.Length > 2).ToList();
        Assert.True(parts.Count > 40, $"only {parts.Count} quotations were found");
        Assert.DoesNotContain(parts, part => !source.Exists(text => text.Contains(part, StringComparison.Ordinal)));
    }

    private static bool Broken(Document document, string link)
    {
        var parts = link.Split('#', 2);
        var path = parts[0].Length == 0 ? document.Path : Path.GetFullPath(Uri.UnescapeDataString(parts[0]), Path.GetDirectoryName(document.Path)!);
        if (!File.Exists(path) && !Directory.Exists(path))
            return true;
        return parts.Length == 2 && path.EndsWith(".md", StringComparison.Ordinal) && !Document.Load(Path.GetRelativePath(Repository.Root, path)).Anchors.Contains(parts[1]);
    }

    [GeneratedRegex(@"build\.(?:sh|ps1)(?<words>(?: +[A-Z]\w*)*)")]
    private static partial Regex Invocation();

    [GeneratedRegex(@"(?<![\w-])--(?<name>[a-z][a-z-]*)")]
    private static partial Regex Option();

    [GeneratedRegex(@"\A[a-z]+(\.[a-zA-Z]+)?\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"^\s*- alert: (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"(?:Say\(|Rule = |\w, |\()""(?<name>[a-z]+(?:-[a-z]+)+)""(?:, Severity\.|, S|, outcome)|Rule = ""(?<name>[a-z]+(?:-[a-z]+)+)""|Say\([^;]*?""(?<name>[a-z]+(?:-[a-z]+)+)""")]
    private static partial Regex DashboardRule();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Quoted();
}
