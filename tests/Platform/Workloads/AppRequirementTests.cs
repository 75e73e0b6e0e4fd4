using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Workloads;

public sealed class AppRequirementTests : IDisposable
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shop }
        spec:
          template:
            spec:
              containers: [{ name: shop, image: "shop:1" }]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("app-requirement-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_application_whose_requirement_fails_is_missing_with_the_fix()
    {
        var app = Load("requires:\n  - { command: [python3, build.py, --check], fix: apt-get install python3-fastapi }");
        var runner = new FakeCommandRunner(_ => FakeCommandRunner.Failure(1));

        Assert.Equal("\"python3 build.py --check\" fails: apt-get install python3-fastapi", await Builder(runner).WhyMissingAsync(app, TestContext.Current.CancellationToken));
        Assert.Equal(_folder.FullName, Assert.Single(runner.Commands).WorkingDirectory);
    }

    [Fact]
    public async Task A_requirement_whose_program_is_missing_fails_too()
    {
        var app = Load("requires:\n  - { command: [go, version], fix: apt-get install golang-go }");
        var runner = new FakeCommandRunner(_ => throw new PlatformException("\"go\" is not in PATH."));

        Assert.Equal("\"go version\" fails: apt-get install golang-go", await Builder(runner).WhyMissingAsync(app, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_application_whose_requirements_hold_or_that_is_built_is_not_missing()
    {
        var app = Load("requires:\n  - { command: [go, version], fix: apt-get install golang-go }");
        Assert.Null(await Builder(new FakeCommandRunner(_ => FakeCommandRunner.Success())).WhyMissingAsync(app, TestContext.Current.CancellationToken));

        await Builder(new FakeCommandRunner(_ => FakeCommandRunner.Success())).BuildAsync(app, _ => { }, TestContext.Current.CancellationToken);
        Assert.Null(await Builder(new FakeCommandRunner(_ => FakeCommandRunner.Failure(1))).WhyMissingAsync(app, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("requires:\n  - { command: [go] }", "fix")]
    [InlineData("requires:\n  - { fix: install Go }", "command")]
    [InlineData("requires:\n  - { command: [go], fix: install Go, hint: x }", "hint")]
    public void A_requirement_needs_a_command_and_a_fix(string yaml, string named)
    {
        var findings = new List<Finding>();
        Write(yaml);
        Assert.Null(AppFile.Load(_folder.FullName, "shop", findings));
        Assert.Contains(named, Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    private AppDefinition Load(string yaml)
    {
        var findings = new List<Finding>();
        Write(yaml);
        var app = AppFile.Load(_folder.FullName, "shop", findings);
        Assert.Empty(findings);
        return app!;
    }

    private void Write(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "app.yaml"), $"name: shop\nruntime: python\n{yaml}\nrun: {{ command: [shop] }}\nports: {{ http: PORT }}\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "k8s.yaml"), Manifest);
    }

    private AppBuilder Builder(ICommandRunner runner) => new(runner, new ToolCache(Path.Combine(_folder.FullName, "artifacts")));
}
