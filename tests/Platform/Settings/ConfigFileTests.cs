using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Settings;

public sealed class ConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _workspace = new();

    public static TheoryData<string> Valid => [.. Fixtures("valid-*.yaml")];

    public static TheoryData<string> Invalid => [.. Fixtures("invalid-*.yaml")];

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Without_a_file_the_defaults_hold()
    {
        var settings = Load();
        Assert.Equal(("talos-dev", "auto"), (settings.Cluster.Name, settings.Cluster.Provider));
        Assert.Null(settings.Samples);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Valid_files_are_read(string fixture)
    {
        _workspace.Write(ConfigFile.RelativePath, File.ReadAllText(Fixture(fixture)));
        Assert.NotNull(Load());
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_files_say_line_and_nearest_name(string fixture)
    {
        var text = File.ReadAllText(Fixture(fixture));
        _workspace.Write(ConfigFile.RelativePath, text);
        var error = Assert.Throws<PlatformException>(Load);
        var expected = text.Split('\n').Where(l => l.StartsWith("# expect: ", StringComparison.Ordinal)).Select(l => l["# expect: ".Length..]).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, error.What.Split(Environment.NewLine));
    }

    [Fact]
    public void Every_setting_is_read()
    {
        _workspace.Write(ConfigFile.RelativePath, File.ReadAllText(Fixture("valid-everything.yaml")));
        var settings = Load();
        Assert.Equal("orders", settings.Cluster.Name);
        Assert.Equal("host", settings.Cluster.Provider);
        Assert.Equal(TimeSpan.FromSeconds(90), settings.Cluster.LockTimeout);
        Assert.Equal(["tempo"], settings.Stack.Without);
        Assert.Equal(TimeSpan.FromDays(2), settings.Stack.Retention);
        Assert.Equal(["grpc-orders"], settings.Samples!.Value);
        Assert.Equal(["services/*"], settings.Apps);
        Assert.Equal([2m, 4m, 8m], settings.Load.Levels);
        Assert.Equal(("gcp", "autopilot", 120.5m), (settings.Cost.Provider, settings.Cost.Scheme, settings.Cost.BudgetMonthly));
        Assert.Equal(100m, settings.Cost.TargetRps["grpc-orders"]);
        Assert.Equal(("npm test", TimeSpan.FromMinutes(3)), (settings.Test.Command, settings.Test.Timeout));
        Assert.Equal(["out/*.xml"], settings.Test.JUnit);
        Assert.Equal(new BaselineSettings { Store = "git", Branch = "main", Threshold = 15, Mode = "fail" }, settings.Baseline);
        Assert.Equal(new ReportSettings { Id = "shop", Comment = "new", CommentOn = "failure", Summary = false, TokenVariable = "SHOP_TOKEN", Author = "shop-ci[bot]", Url = "https://ci.example/7" }, settings.Report);
        Assert.True(settings.Strict);
    }

    [Theory]
    [InlineData("talos-dev", true)]
    [InlineData("a", true)]
    [InlineData("a1-b2", true)]
    [InlineData("Talos", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a/../b", false)]
    [InlineData("", false)]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd", false)]
    public void Cluster_names_are_labels(string name, bool valid) => Assert.Equal(valid, SettingsRules.ClusterNameProblem(name) is null);

    private static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "Platform", "Settings", "Fixtures", name);

    private static IEnumerable<string> Fixtures(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Platform", "Settings", "Fixtures"), pattern).Select(f => Path.GetFileName(f)!);

    private RunSettings Load() => ConfigFile.Load(_workspace.Path, ["host"], ["prometheus", "alertmanager", "loki", "tempo"], ["grpc-orders", "node-express"]);
}
