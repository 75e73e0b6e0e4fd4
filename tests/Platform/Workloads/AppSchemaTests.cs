using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Settings;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Workloads;

/// <summary>What editors are told about <c>app.yaml</c> is what its reader accepts.</summary>
public sealed class AppSchemaTests : IDisposable
{
    private const string Least = "name: shop\nruntime: go\nports: { http: PORT }\n";
    private const string Manifest = "kind: Deployment\nmetadata: { name: shop }\nspec: { template: { spec: { containers: [{ name: shop }] } } }\n";
    private static readonly YamlSchema Schema = YamlSchema.Load("app.schema.json");
    private readonly TemporaryFolder _app = new();

    public static TheoryData<string> Samples => [.. PlatformFiles.SampleNames(new Workspace(Repository.Root, Repository.Root))];

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("", "run: { command: x }\nPROBE: 1")]
    [InlineData("build", "run: { command: x }\nbuild: { PROBE: 1 }")]
    [InlineData("run", "run: { PROBE: 1 }")]
    [InlineData("ready", "run: { command: x }\nready: { PROBE: 1 }")]
    [InlineData("requires[]", "run: { command: x }\nrequires: [{ command: x, fix: y, PROBE: 1 }]")]
    [InlineData("load[]", "run: { command: x }\nload: [{ path: /, PROBE: 1 }]")]
    public void Keys_are_those_the_reader_asks_for(string path, string yaml) =>
        Assert.Equal(ReaderKeys.Of(string.Join('\n', Mistakes(Least + yaml.Replace("PROBE", ReaderKeys.Probe, StringComparison.Ordinal)))), Schema.Keys(path).Order(StringComparer.Ordinal));

    [Fact]
    public void Runtimes_are_those_there_are() =>
        Assert.Equal(Runtimes.Names.Order(StringComparer.Ordinal), Schema.At("runtime")["enum"]!.AsArray().Select(n => (string)n!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Samples_are_valid_in_an_editor(string sample) =>
        Assert.Empty(Schema.Validate(File.ReadAllText(Path.Combine(Repository.Root, "samples", sample, "app.yaml"))));

    [Theory]
    [InlineData("run: { command: [x, -v] }", true)]
    [InlineData("run: { command: x, workingDirectory: \"${data}\" }", true)]
    [InlineData("", false)]
    [InlineData("run: { command: x }\nload: [{ path: / }, { method: POST, path: /, body: x, contentType: text/plain, weight: 9 }]", true)]
    [InlineData("run: { command: x }\nload: [{ method: TRACE, path: / }]", false)]
    [InlineData("run: { command: x }\nload: [{ method: GET }]", false)]
    [InlineData("run: { command: x }\nload: [{ path: /, weight: 0 }]", false)]
    [InlineData("run: { command: x }\nload: [{ path: /, weight: 1001 }]", false)]
    [InlineData("run: { command: x }\nrequires: [{ command: x }]", false)]
    [InlineData("run: { command: x }\nrequires: [{ fix: x }]", false)]
    [InlineData("run: { command: x }\nenvironment: { DEBUG: true, LEVEL: 3 }", true)]
    public void Editor_and_reader_agree(string yaml, bool valid) =>
        Assert.Equal((valid, valid), (Mistakes(Least + yaml).Count == 0, Schema.Validate(Least + yaml).Count == 0));

    [Theory]
    [InlineData("name: shop\nruntime: go\nrun: { command: x }")]
    [InlineData("runtime: go\nports: { http: PORT }\nrun: { command: x }")]
    [InlineData("name: shop\nports: { http: PORT }\nrun: { command: x }")]
    public void What_is_required_is_required_by_both(string yaml) =>
        Assert.Equal((false, false), (Mistakes(yaml).Count == 0, Schema.Validate(yaml).Count == 0));

    private List<string> Mistakes(string yaml)
    {
        _app.Write("app.yaml", yaml);
        _app.Write("k8s.yaml", Manifest);
        var findings = new List<Finding>();
        AppFile.Load(_app.Path, "shop", findings);
        return [.. findings.Select(f => f.ToString())];
    }
}
