using TalosPlatform.Cost.Prices;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Smoke.UserChecks;
using TalosPlatform.Tests.Settings;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Docs;

/// <summary>What the documents tell people to write is accepted.</summary>
public sealed class ExampleTests : IDisposable
{
    private static readonly Workspace Platform = new(Repository.Root, Repository.Root);
    private readonly TemporaryFolder _workspace = new();

    public static TheoryData<string> ConfigurationExamples =>
        [.. Document.Load("docs/configuration.md").Blocks.Where(b => b.Language == "yaml").Select(b => b.Content)];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(ConfigurationExamples))]
    public void Configuration(string yaml)
    {
        Assert.Empty(YamlSchema.Load("config.schema.json").Validate(yaml));
        _workspace.Write(ConfigFile.RelativePath, yaml);
        Load();
    }

    [Fact]
    public void The_quick_start()
    {
        var files = Document.Load("docs/quick-start.md").Blocks.Where(b => b.File.Contains('/', StringComparison.Ordinal)).ToList();
        Assert.Equal(5, files.Count);
        foreach (var (_, content, file) in files)
            _workspace.Write(file, content);
        Assert.Equal(["services/*"], Load().Apps);

        var findings = new List<Finding>();
        var app = AppFile.Load(_workspace.File("services/greeter"), "services/greeter", findings);
        Assert.Empty(findings);
        Assert.NotNull(ScrapeAnnotations.Of(app!.Workload));
        Assert.Empty(YamlSchema.Load("app.schema.json").Validate(files.Single(f => f.File.EndsWith("app.yaml", StringComparison.Ordinal)).Content));
        var smoke = files.Single(f => f.File.Contains("/smoke/", StringComparison.Ordinal));
        NoMistakes(smoke.Content, 3, "greeter");
    }

    [Fact]
    public void The_readme()
    {
        var blocks = Document.Load("README.md").Blocks.Where(b => b.Language == "yaml" && !b.Content.StartsWith("- uses:", StringComparison.Ordinal)).Select(b => b.Content).ToList();
        Assert.Equal(2, blocks.Count);
        _workspace.Write(ConfigFile.RelativePath, blocks[0]);
        Load();
        NoMistakes(blocks[1], 1, "greeter");
    }

    [Fact]
    public void Smoke_checks() => NoMistakes(Document.Load("docs/smoke-checks.md").Blocks.Single(b => b.Language == "yaml").Content, 4, "grpc-orders", "node-express");

    [Fact]
    public void A_price_file()
    {
        var book = PriceFileReader.Parse(Document.Load("docs/cost.md").Blocks.Single(b => b.Language == "yaml").Content, "docs/cost.md");
        Assert.Equal(("custom", "EUR", 1, 1), (book.Provider, book.Currency, book.Nodes.Length, book.Rates.Length));
    }

    [Fact]
    public void An_alert_and_its_test()
    {
        foreach (var (_, content, file) in Document.Load("docs/alerts.md").Blocks.Where(b => b.Language == "yaml"))
            _workspace.Write(file, content);
        Assert.True(File.Exists(_workspace.File("services/greeter/alerts/greeter_test.yaml")));
    }

    [Fact]
    public async Task The_test_of_the_alert_passes()
    {
        var promtool = await RealTools.PromtoolAsync();
        An_alert_and_its_test();
        using var services = RunServices.Create(new TalosPlatform.Shared.Progress.LineProgressReporter(TextWriter.Null), new Redactor());
        var result = await services.Commands.RunAsync(Command.Of(promtool, "test", "rules", _workspace.File("services/greeter/alerts/greeter_test.yaml")), cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    private static void NoMistakes(string yaml, int checks, params string[] services)
    {
        var file = YamlFile.Parse(yaml, "smoke.yaml");
        Assert.Equal(checks, UserCheckFiles.ReadFile(file, [.. services]).Length);
        Assert.Empty(file.Findings);
    }

    private RunSettings Load() => ConfigFile.Load(_workspace.Path, ["host"], PlatformFiles.ComponentNames(Platform), PlatformFiles.SampleNames(Platform));
}
