using CsCheck;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Stack.Policies;
using TalosPlatform.Stack.Quotas;

namespace TalosPlatform.Tests.Stack.Policies;

/// <summary>What is wrong with manifests is found at its line, and what is right is left alone.</summary>
public sealed class ManifestValidatorTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Platform", "Stack", "Policies", "fixtures");

    public static TheoryData<string> Invalid => [.. Directory.EnumerateFiles(Folder, "invalid-*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Invalid))]
    public void Mistakes_are_found_where_they_are(string name)
    {
        var section = Validate("small", Fixture(name));
        Golden.Check(string.Concat(section.Findings.Select(f => f + "\n")), Path.Combine(Folder, Path.ChangeExtension(name, ".findings.txt")));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("small")]
    public void A_sound_application_has_nothing_to_find(string quota)
    {
        var section = Validate(quota, Fixture("valid-app.yaml"));
        Assert.Empty(section.Findings);
        Assert.Equal((1, 5, 1, quota), (section.Files, section.Objects, section.Workloads, section.Quota));
    }

    [Fact]
    public void The_samples_are_sound_and_fit_a_medium_namespace() => Assert.DoesNotContain(Validate("medium", Samples).Findings, f => f.Severity > Severity.Info);

    [Fact]
    public void The_samples_together_do_not_fit_a_small_namespace() =>
        Assert.Contains(Validate("small", Samples).Findings, f => f is { Rule: "quota-fit", Severity: Severity.Error } && f.Message.Contains("limits.memory", StringComparison.Ordinal));

    [Fact]
    public void Every_rule_is_shown_by_a_fixture_and_explained()
    {
        var rules = Directory.EnumerateFiles(Path.Combine(Repository.Root, "build", "Platform", "Stack", "Policies"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Where(l => l.Contains("public const string ", StringComparison.Ordinal) && l.Contains('"', StringComparison.Ordinal)).Select(l => l.Split('"')[1]).ToList();
        Assert.True(rules.Count > 15, $"only {rules.Count} rules were found in the source");
        var shown = string.Concat(Directory.EnumerateFiles(Folder, "*.findings.txt").Select(File.ReadAllText));
        Assert.DoesNotContain(rules, rule => !shown.Contains($" {rule}: ", StringComparison.Ordinal));
        var explained = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));
        Assert.DoesNotContain(rules, rule => !explained.Contains($"`{rule}`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("spec: [1, 2]")]
    [InlineData("spec: { template: 7 }")]
    [InlineData("spec: { template: { spec: { containers: { a: b } } } }")]
    [InlineData("spec: { template: { spec: { containers: [{ ports: 80, resources: [], securityContext: yes }] } } }")]
    [InlineData("spec: { replicas: many, template: { spec: { containers: [{ name: [c], resources: { limits: { memory: lots } } }] } } }")]
    public void Nonsense_becomes_findings(string spec)
    {
        using var folder = new TalosPlatform.Tests.Shared.TemporaryFolder();
        folder.Write("x.yaml", $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: x }}\n{spec}\n");
        Assert.NotEmpty(Validate("small", new WorkspaceFile(Path.Combine(folder.Path, "x.yaml"), "x.yaml")).Findings);
    }

    // Manifests come from pull requests: whatever stands in them, there are findings and no failure.
    [Fact]
    public void No_manifest_can_make_the_validation_fail()
    {
        string[] texts = [.. Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText), .. Samples.Select(f => File.ReadAllText(f.Path))];
        string[] nasty = ["", " ~", " []", " {}", " [[]]", " x", " -1", " 2147483647", " 99999999999999999999", " 79228162514264337593543950335", " 8E", " 1e400", " NaN", " \"\\0\"", " 1.5", " true", " '*'", " 999999999%", " ::/0", " 1/999"];
        using var folder = new TalosPlatform.Tests.Shared.TemporaryFolder();
        var number = 0;
        var change = Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, nasty.Length - 1]);
        Gen.Select(Gen.Int[0, texts.Length - 1], change.Array[1, 6]).Sample(
            (text, changes) =>
            {
                var lines = texts[text].Split('\n');
                foreach (var (line, value) in changes)
                {
                    var at = line % lines.Length;
                    var colon = lines[at].LastIndexOf(": ", StringComparison.Ordinal);
                    lines[at] = colon >= 0 ? lines[at][..(colon + 1)] + nasty[value] : lines[at] + nasty[value];
                }

                var path = folder.Write($"{Interlocked.Increment(ref number)}.yaml", string.Join('\n', lines));
                return Validate("small", new WorkspaceFile(path, "x.yaml")).Findings.All(f => f.Message.Length > 0);
            },
            iter: 400);
    }

    private static IEnumerable<WorkspaceFile> Samples => Glob.Files(Repository.Root, "samples/*/k8s.yaml").Select(p => new WorkspaceFile(p, Path.GetRelativePath(Repository.Root, p).Replace('\\', '/')));

    private static WorkspaceFile Fixture(string name) => new(Path.Combine(Folder, name), name);

    private static ManifestsSection Validate(string quota, params IEnumerable<WorkspaceFile> files) =>
        ManifestValidator.Validate(ManifestSet.Read(files, QuotaProfile.Load(Path.Combine(Repository.Root, "stack"), quota), "default"));
}
