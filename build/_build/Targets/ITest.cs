using TalosPlatform.Shared;
using TalosPlatform.Testing;

namespace TalosBuild.Targets;

internal interface ITest : IPlatformBuild
{
    [Parameter("Test projects to run, by the start of their names; default: all but Cluster and Docker, which need root")]
    string[]? TestProjects => TryGetValue(() => TestProjects);

    Target Test => _ => _
        .Description("Run all tests of the platform that this machine can run")
        .Executes(() => RunTestsAsync(TestProjects ?? []));

    async Task RunTestsAsync(IReadOnlyCollection<string> projects)
    {
        var run = new TestRun(Session.Run.Services.Commands, Session.Run.Progress, NukeBuild.RootDirectory, NukeBuild.RootDirectory / "artifacts" / "tests");
        var outcomes = await run.RunAsync(projects, Session.Stopping);
        foreach (var failure in outcomes.SelectMany(o => o.Failures))
            Console.WriteLine($"✗ {failure}");
        var failed = outcomes.Sum(o => o.Failed);
        Console.WriteLine($"{outcomes.Sum(o => o.Passed)} passed, {failed} failed, {outcomes.Sum(o => o.Skipped)} skipped");
        if (failed > 0)
            throw new PlatformException($"{failed} tests failed.", "Their messages are above; the results are in \"artifacts/tests\".");
    }
}
