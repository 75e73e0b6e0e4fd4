using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;
using TalosPlatform.Workloads.Scaffolding;

namespace TalosPlatform.Tests.Workloads.Scaffolding;

/// <summary>Applications made from the shipped samples in an empty repository.</summary>
public sealed class NewAppTests : IDisposable
{
    private static readonly Workspace Platform = new(Repository.Root, Repository.Root);
    private readonly TemporaryFolder _workspace = new();

    public static TheoryData<string> Samples => [.. PlatformFiles.SampleNames(Platform)];

    public void Dispose() => _workspace.Dispose();

    [Theory, MemberData(nameof(Samples))]
    public void Nothing_of_the_samples_name_is_left(string sample)
    {
        Make("price-list", sample);
        var from = AppNaming.Of(sample);
        foreach (var path in Files())
        {
            Assert.DoesNotContain(sample, Path.GetRelativePath(_workspace.Path, path), StringComparison.Ordinal);
            var text = File.ReadAllText(path);
            Assert.All(new[] { sample, from.Pascal, from.Snake, "samples/" }, word => Assert.False(text.Contains(word, StringComparison.Ordinal), $"{path} says {word}"));
        }

        Assert.Equal(Source(sample).Count(), Files().Count(f => !Path.GetFileName(f).StartsWith("Directory.", StringComparison.Ordinal) && Path.GetFileName(f) != ".editorconfig"));
    }

    [Theory, MemberData(nameof(Samples))]
    public void It_is_an_application_with_manifest_job_image_and_smoke_checks_of_its_own_name(string sample)
    {
        Make("price-list", sample);
        var findings = new List<Finding>();
        var app = AppFile.Load(_workspace.File("services/price-list"), "services/price-list", findings)!;
        Assert.Empty(findings);
        Assert.Equal(("price-list", "price-list", "price-list"), (app.Name, app.Workload.Name, app.Workload.Job));
        Assert.StartsWith("price-list:", app.Workload.Containers[0].Image, StringComparison.Ordinal);
        var checks = File.ReadAllText(_workspace.File("services/price-list/smoke/price-list.yaml"));
        Assert.DoesNotContain(checks.Split('\n'), line => line.Contains("promql:", StringComparison.Ordinal) && !line.Contains("job=\"price-list\"", StringComparison.Ordinal));
        Assert.Equal(["services/price-list"], Load().Apps);
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task Its_alert_rules_pass_their_unit_tests(string sample)
    {
        var promtool = await RealTools.PromtoolAsync();
        Make("price-list", sample);
        using var services = RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor());
        var tests = Directory.GetFiles(_workspace.File("services/price-list/alerts"), "*_test.yaml");
        Assert.NotEmpty(tests);
        var result = await services.Commands.RunAsync(Command.Of(promtool, ["test", "rules", .. tests]), cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Tail());
    }

    [Theory, MemberData(nameof(Samples))]
    public void A_name_that_holds_the_samples_is_put_in_once(string sample)
    {
        Make($"my-{sample}", sample);
        var to = AppNaming.Of($"my-{sample}");
        Assert.All(Files().Select(File.ReadAllText), text => Assert.All(new[] { $"my-{to.Kebab}", $"My{to.Pascal}", $"my_{to.Snake}" }, twice => Assert.DoesNotContain(twice, text, StringComparison.Ordinal)));
        Assert.NotNull(AppFile.Load(_workspace.File($"services/my-{sample}"), "", new List<Finding>()));
    }

    [Fact]
    public void It_goes_where_the_others_are_and_keeps_the_configuration()
    {
        _workspace.Write(ConfigFile.RelativePath, "# ours\napps: [teams/web/*] # all of them\n");
        Make("price-list", "go-http");
        Assert.True(File.Exists(_workspace.File("teams/web/price-list/app.yaml")));
        Assert.Contains("runbook: teams/web/price-list/README.md#alerts", File.ReadAllText(_workspace.File("teams/web/price-list/alerts/price-list.yaml")), StringComparison.Ordinal);
        Assert.Equal("# ours\napps: [teams/web/*] # all of them\n", File.ReadAllText(_workspace.File(ConfigFile.RelativePath)));
        Make("basket", "go-http");
        Assert.True(File.Exists(_workspace.File("teams/web/basket/app.yaml")));
    }

    [Theory]
    [InlineData("Price", "go-http", "is no name for an application")]
    [InlineData(null, "go-http", "needs a name")]
    [InlineData("go-http", "go-http", "is the name of a sample")]
    [InlineData("prometheus", "go-http", "is the name of a component")]
    [InlineData("shop", "go-htp", "did you mean \"go-http\"?")]
    [InlineData("shop", null, "needs to know which sample")]
    public void A_wrong_wish_is_refused_and_writes_nothing(string? name, string? sample, string expected)
    {
        Assert.Contains(expected, Assert.Throws<PlatformException>(() => Make(name, sample)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_workspace.Path));
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        _workspace.Write("services/shop/mine.txt", "mine");
        Assert.Contains("nothing is overwritten", Assert.Throws<PlatformException>(() => Make("shop", "go-http")).Message, StringComparison.Ordinal);
        Assert.Equal([_workspace.File("services/shop/mine.txt")], Files());
    }

    [Fact]
    public void A_link_out_of_the_repository_is_not_followed()
    {
        using var elsewhere = new TemporaryFolder();
        Directory.CreateSymbolicLink(_workspace.File("services"), elsewhere.Path);
        Assert.Contains("is a link", Assert.Throws<PlatformException>(() => Make("shop", "go-http")).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere.Path));
    }

    [Fact]
    public void What_a_killed_attempt_left_is_replaced()
    {
        _workspace.Write(".talos-dev/new-shop/half.txt", "half");
        Make("shop", "go-http");
        Assert.False(Directory.Exists(_workspace.File(".talos-dev/new-shop")));
        Assert.False(File.Exists(_workspace.File("services/shop/half.txt")));
    }

    [Fact]
    public void The_platforms_own_repository_is_left_alone()
    {
        using var run = new RunContext(RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor()), Platform, new RunSettings());
        Assert.Contains("--workspace", Assert.Throws<PlatformException>(() => NewApp.Run(run, "shop", "go-http")).Message, StringComparison.Ordinal);
    }

    private void Make(string? name, string? sample)
    {
        using var run = new RunContext(RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor()), new Workspace(_workspace.Path, Repository.Root), Load());
        NewApp.Run(run, name, sample);
    }

    private RunSettings Load() => ConfigFile.Load(_workspace.Path, ["host"], PlatformFiles.ComponentNames(Platform), PlatformFiles.SampleNames(Platform));

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_workspace.Path, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("config.yaml", StringComparison.Ordinal));

    private static IEnumerable<string> Source(string sample) => Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", sample), "*", SearchOption.AllDirectories)
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "__pycache__" or "venv"));
}
