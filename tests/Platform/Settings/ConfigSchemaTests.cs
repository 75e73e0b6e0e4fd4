using System.Text.Json;
using System.Text.Json.Nodes;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Settings;

/// <summary>What editors are told about <c>.talos-dev/config.yaml</c> is what its reader accepts.</summary>
public sealed class ConfigSchemaTests : IDisposable
{
    private static readonly YamlSchema Schema = YamlSchema.Load("config.schema.json");
    private static readonly Workspace Platform = new(Repository.Root, Repository.Root);
    private readonly TemporaryFolder _workspace = new();

    public static TheoryData<string> Valid => [.. Fixtures("valid-*.yaml")];

    // A file that is no YAML never gets as far as a schema.
    public static TheoryData<string> Invalid => [.. Fixtures("invalid-*.yaml").Where(f => f != "invalid-syntax.yaml")];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("", "{ PROBE: 1 }")]
    [InlineData("cluster", "cluster: { PROBE: 1 }")]
    [InlineData("stack", "stack: { PROBE: 1 }")]
    [InlineData("load", "load: { PROBE: 1 }")]
    [InlineData("cost", "cost: { PROBE: 1 }")]
    [InlineData("test", "test: { PROBE: 1 }")]
    [InlineData("baseline", "baseline: { PROBE: 1 }")]
    [InlineData("report", "report: { PROBE: 1 }")]
    [InlineData("cost.storage[]", "cost: { storage: [{ class: gp3, PROBE: 1 }] }")]
    [InlineData("cost.extras[]", "cost: { extras: [{ rate: gp3, PROBE: 1 }] }")]
    public void Keys_are_those_the_reader_asks_for(string path, string yaml) =>
        Assert.Equal(ReaderKeys.Of(Mistakes(yaml.Replace("PROBE", ReaderKeys.Probe, StringComparison.Ordinal))), Schema.Keys(path).Order(StringComparer.Ordinal));

    [Fact]
    public void Defaults_are_those_of_the_code()
    {
        var defaults = new JsonObject();
        AddDefaults(Schema.Json, defaults);
        _workspace.Write(ConfigFile.RelativePath, defaults.ToJsonString());
        Assert.Equal(JsonSerializer.Serialize(new RunSettings()), JsonSerializer.Serialize(Load()));
    }

    [Fact]
    public void Names_are_those_there_are()
    {
        using var services = RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor());
        Assert.Equal(["auto", .. services.Providers(Platform, new RunSettings()).Select(p => p.Name)], Texts(Schema.At("cluster.provider")["enum"]!));
        Assert.Equal(PlatformFiles.ComponentNames(Platform), Texts(Schema.Json["definitions"]!["component"]!["enum"]!));
        Assert.Equal(PlatformFiles.SampleNames(Platform), Texts(Schema.Json["definitions"]!["sample"]!["enum"]!));
    }

    [Fact]
    public void Every_key_is_described() =>
        Assert.Empty(Properties(Schema.Json).Where(p => p.Node["description"] is null).Select(p => p.Path));

    [Theory]
    [MemberData(nameof(Valid))]
    public void Valid_files_are_valid_in_an_editor(string fixture) => Assert.Empty(Schema.Validate(File.ReadAllText(Fixture(fixture))));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_files_are_invalid_in_an_editor(string fixture) => Assert.NotEmpty(Schema.Validate(File.ReadAllText(Fixture(fixture))));

    [Theory]
    [InlineData("cluster: { name: a }", true)]
    [InlineData("cluster: { name: Orders }", false)]
    [InlineData("cluster: { name: a- }", false)]
    [InlineData("cluster: { provider: hots }", false)]
    [InlineData("cluster: { appNamespace: shop-2 }", true)]
    [InlineData("cluster: { appNamespace: Shop }", false)]
    [InlineData("cluster: { appNamespace: -a }", false)]
    [InlineData("cluster: { quota: large }", true)]
    [InlineData("cluster: { quota: huge }", false)]
    [InlineData("cluster: { lockTimeout: 0 }", true)]
    [InlineData("cluster: { lockTimeout: 1h30m }", true)]
    [InlineData("cluster: { lockTimeout: 90 }", false)]
    [InlineData("cluster:", true)]
    [InlineData("stack: { without: loki }", true)]
    [InlineData("stack: { without: [lokki] }", false)]
    [InlineData("stack: { retention: 0s }", false)]
    [InlineData("stack: { retention: 0.5d }", true)]
    [InlineData("stack: { readyTimeout: soon }", false)]
    [InlineData("samples: []", true)]
    [InlineData("samples: [grpc-order]", false)]
    [InlineData("apps: services/*", true)]
    [InlineData("apps: { services: 1 }", false)]
    [InlineData("load: { levels: 5 }", true)]
    [InlineData("load: { levels: [1, 2.5, 2000] }", true)]
    [InlineData("load: { levels: [0, 1] }", false)]
    [InlineData("load: { levels: [1, 2001] }", false)]
    [InlineData("load: { levels: [few] }", false)]
    [InlineData("load: { levelDuration: 0ms }", false)]
    [InlineData("cost:", true)]
    [InlineData("cost: { provider: oracle }", false)]
    [InlineData("cost: { scheme: fargate }", true)]
    [InlineData("cost: { scheme: fargate, provider: aws }", true)]
    [InlineData("cost: { scheme: fargate, provider: gcp }", false)]
    [InlineData("cost: { scheme: autopilot }", false)]
    [InlineData("cost: { scheme: autopilot, provider: gcp }", true)]
    [InlineData("cost: { provider: custom }", false)]
    [InlineData("cost: { provider: custom, priceFile: prices.yaml }", true)]
    [InlineData("cost: { nodes: 3 }", false)]
    [InlineData("cost: { nodes: 3, nodeType: auto }", false)]
    [InlineData("cost: { nodes: 3, nodeType: m5.large }", true)]
    [InlineData("cost: { nodes: 0, nodeType: m5.large }", false)]
    [InlineData("cost: { nodes: 1.5, nodeType: m5.large }", false)]
    [InlineData("cost: { hoursPerMonth: 0 }", false)]
    [InlineData("cost: { hoursPerMonth: 745 }", false)]
    [InlineData("cost: { egressGB: -1 }", false)]
    [InlineData("cost: { budgetMonthly: -1 }", false)]
    [InlineData("cost: { exchangeRate: 0 }", false)]
    [InlineData("cost: { storage: [{ class: gp3, sizeGB: 10, iops: 3000 }] }", true)]
    [InlineData("cost: { storage: [{ sizeGB: 10 }] }", false)]
    [InlineData("cost: { storage: [{ class: gp3, count: 0 }] }", false)]
    [InlineData("cost: { storage: { class: gp3 } }", false)]
    [InlineData("cost: { extras: [{ rate: nat-gateway, quantity: 730 }] }", true)]
    [InlineData("cost: { extras: [{ quantity: 730 }] }", false)]
    [InlineData("cost: { extras: [{ rate: nat-gateway, quantity: -1 }] }", false)]
    [InlineData("cost: { targetRps: { shop: 10 } }", true)]
    [InlineData("cost: { targetRps: { shop: many } }", false)]
    [InlineData("cost: { targetRps: { shop: -1 } }", false)]
    [InlineData("cost: { adviseOnShortRuns: yes }", false)]
    [InlineData("test: { command: make test, timeout: 5m, junit: out.xml }", true)]
    [InlineData("test: { timeout: 0s }", false)]
    [InlineData("baseline: { store: git, threshold: 0 }", true)]
    [InlineData("baseline: { store: svn }", false)]
    [InlineData("baseline: { threshold: -1 }", false)]
    [InlineData("baseline: { mode: warn }", false)]
    [InlineData("report: { id: a.b-c_d, comment: off, commentOn: change }", true)]
    [InlineData("report: { id: 'a b' }", false)]
    [InlineData("report: { id: '-->' }", false)]
    [InlineData("report: { comment: never }", false)]
    [InlineData("report: { tokenVariable: 'ghp_x y' }", false)]
    [InlineData("report: { author: 'shop-ci[bot]' }", true)]
    [InlineData("report: { author: '@shop' }", false)]
    [InlineData("report: { url: 'javascript:alert(1)' }", false)]
    [InlineData("strict: true", true)]
    [InlineData("strict: always", false)]
    [InlineData("dashboards: [1]", null)]
    public void Editor_and_reader_agree(string yaml, bool? valid)
    {
        // Null marks what the reader takes as a text and an editor may refuse: nobody names a folder by a bare number.
        if (valid is { } expected)
            Assert.Equal((expected, expected), (Mistakes(yaml) is null, Schema.Validate(yaml).Count == 0));
        else
            Assert.Null(Mistakes(yaml));
    }

    private static void AddDefaults(JsonNode schema, JsonObject into)
    {
        foreach (var (name, property) in (JsonObject)schema["properties"]!)
        {
            if (property!["properties"] is not null)
            {
                var section = new JsonObject();
                AddDefaults(property, section);
                into[name] = section;
            }
            else if (property["default"] is { } value)
            {
                into[name] = value.DeepClone();
            }
        }
    }

    private static IEnumerable<(string Path, JsonNode Node)> Properties(JsonNode schema, string path = "")
    {
        foreach (var (name, property) in (JsonObject?)schema["properties"] ?? [])
        {
            yield return (path + name, property!);
            foreach (var inner in Properties(property!, $"{path}{name}.").Concat(property!["items"] is { } items ? Properties(items, $"{path}{name}[].") : []))
                yield return inner;
        }
    }

    private static IEnumerable<string> Texts(JsonNode list) => ((JsonArray)list).Select(n => (string)n!);

    private static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "Platform", "Settings", "Fixtures", name);

    private static IEnumerable<string> Fixtures(string pattern) => Directory.EnumerateFiles(Path.GetDirectoryName(Fixture("x"))!, pattern).Select(f => Path.GetFileName(f)!);

    private string? Mistakes(string yaml)
    {
        _workspace.Write(ConfigFile.RelativePath, yaml);
        try
        {
            Load();
            return null;
        }
        catch (PlatformException error)
        {
            return error.What;
        }
    }

    private RunSettings Load() => ConfigFile.Load(_workspace.Path, ["host"], PlatformFiles.ComponentNames(Platform), PlatformFiles.SampleNames(Platform));
}
