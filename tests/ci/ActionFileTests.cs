using System.Text.Json;
using System.Text.RegularExpressions;
using TalosPlatform.GitHooks;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Tests.Docs;
using TalosPlatform.Tests.Shared;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Ci;

/// <summary>The action and the workflows keep GitHub's rules, and ours.</summary>
public sealed partial class ActionFileTests
{
    public static TheoryData<string> Files => [.. All()];

    public static TheoryData<string> Workflows => [.. All().Skip(1)];

    [Fact]
    public async Task GitHub_s_language_service_finds_nothing()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        var files = All().Select(name => Path.Combine(Repository.Root, name)).ToList();
        var broken = Path.Combine(Repository.Root, "tests", "ci", "Fixtures", "invalid-workflow.yml");
        var done = await node.RunAsync("validate.mjs", [files[0], .. files, broken], TestContext.Current.CancellationToken);
        Assert.True(done.ExitCode == 0, done.Tail());
        var findings = JsonSerializer.Deserialize<Dictionary<string, string[]>>(done.Output)!;
        Assert.Equal(2, findings[broken].Length);
        Assert.Empty(files.SelectMany(file => findings[file].Select(finding => $"{file}:{finding}")));
    }

    [Fact]
    public async Task Steps_in_the_documents_are_valid()
    {
        using var node = await NodeTools.RequireAsync(TestContext.Current.CancellationToken);
        using var folder = new TemporaryFolder();
        var steps = ((string[])["README.md", "docs/ci.md"]).SelectMany(d => Document.Load(d).Blocks).Where(b => b.Language == "yaml" && b.Content.StartsWith("- uses: talos-dev/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, steps.Count);
        var files = steps.Select((s, i) => folder.Write($"steps-{i}.yml", $"on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n{string.Concat(s.Content.Split('\n').Select(l => $"      {l}\n"))}")).ToList();
        var done = await node.RunAsync("validate.mjs", [Path.Combine(Repository.Root, "action.yml"), .. files], TestContext.Current.CancellationToken);
        Assert.True(done.ExitCode == 0, done.Tail());
        Assert.Empty(JsonSerializer.Deserialize<Dictionary<string, string[]>>(done.Output)!.SelectMany(f => f.Value.Select(finding => $"{f.Key}:{finding}")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_expression_stands_in_a_script(string name) =>
        Assert.DoesNotContain(Scripts(name), script => script.Contains("${{", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_of_others_are_pinned_by_commit(string name) =>
        Assert.DoesNotContain(Uses().Matches(Text(name)).Select(m => m.Groups["what"].Value.Trim()), uses => !Pinned().IsMatch(uses) && !uses.StartsWith("talos-dev/", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflows_may_read_and_only_a_job_may_more_and_keep_no_credentials(string name)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, name));
        var stream = new YamlStream();
        stream.Load(reader);
        var workflow = (YamlMappingNode)stream.Documents[0].RootNode;
        Assert.Equal(("contents", "read"), Assert.Single(((YamlMappingNode)workflow["permissions"]).Children.Select(p => (p.Key.ToString(), p.Value.ToString()))));
        var steps = ((YamlMappingNode)workflow["jobs"]).Children.Values.Cast<YamlMappingNode>().SelectMany(job => (YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>();
        foreach (var checkout in steps.Where(s => s.Children.TryGetValue("uses", out var uses) && uses.ToString().StartsWith("actions/checkout@", StringComparison.Ordinal)))
            Assert.Equal("false", ((YamlMappingNode)checkout["with"])["persist-credentials"].ToString());
    }

    [Theory]
    [InlineData("shellcheck")]
    [InlineData("yamllint", "-d", "{extends: relaxed, rules: {line-length: disable}}")]
    public async Task Linters_find_nothing(string linter, params string[] options)
    {
        var commands = new ProcessCommandRunner(new Redactor(), TimeProvider.System);
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, linter))), $"{linter} is not installed");
        using var hooks = new TemporaryFolder();
        var scripts = Directory.GetFiles(Path.Combine(Repository.Root, "ci-templates"), "*.sh")
            .Concat(GitHook.All.Select(hook => hooks.Write(hook.Name, HookScript.Render(hook, "/platform's own", "shop/"))));
        string[] yaml = ["action.yml", "ci-templates", "templates"];
        var files = linter == "shellcheck" ? scripts : yaml.Select(f => Path.Combine(Repository.Root, f));
        var done = await commands.RunAsync(Command.Of(linter, [.. options, .. files]), cancellation: TestContext.Current.CancellationToken);
        Assert.True(done.ExitCode == 0, done.Output + done.Error);
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    private static IEnumerable<string> All()
    {
        yield return "action.yml";
        var templates = Path.Combine(Repository.Root, "ci-templates", "github");
        foreach (var file in Directory.EnumerateFiles(templates, "*.yml").Order(StringComparer.Ordinal))
            yield return "ci-templates/github/" + Path.GetFileName(file);
    }

    private static IEnumerable<string> Scripts(string name)
    {
        var lines = Text(name).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var match = Run().Match(lines[i]);
            if (!match.Success)
                continue;
            var indent = match.Groups["indent"].Length;
            yield return string.Join('\n', lines.Skip(i + 1).TakeWhile(l => l.Trim().Length == 0 || l.Length - l.TrimStart().Length > indent).Prepend(match.Groups["text"].Value));
        }
    }

    [GeneratedRegex(@"^(?<indent>\s*(?:- )?)run:(?<text>.*)$")]
    private static partial Regex Run();

    [GeneratedRegex(@"^\s*(?:- )?uses:(?<what>.*)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"\A[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\z")]
    private static partial Regex Pinned();
}
