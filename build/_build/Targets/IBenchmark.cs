using TalosPlatform.Benchmarks;
using TalosPlatform.Shared.Files;

namespace TalosBuild.Targets;

internal interface IBenchmark : IPlatformBuild
{
    [Parameter("Write the figures to docs/benchmarks.md")]
    bool SaveBenchmark => TryGetValue<bool?>(() => SaveBenchmark) ?? false;

    Target Benchmark => _ => _
        .Description("Measure on this machine what the project promises; with --context beside kubectl as well")
        .Executes(async () =>
        {
            var services = Session.Run.Services;
            var results = await new PlatformBenchmark(services.Commands, services.Progress, NukeBuild.RootDirectory).RunAsync(Session.Stopping);
            if (Session.Run.Settings.Cluster.Context is not null)
                results = results.AddRange(await new KubernetesBenchmark(Session.Run).RunAsync(Session.Stopping));
            Console.Write(BenchmarkReport.Text(results));
            if (SaveBenchmark)
                AtomicFile.WriteAllText(NukeBuild.RootDirectory / "docs" / "benchmarks.md", BenchmarkReport.Markdown(results, services.Clock.GetUtcNow()));
        });
}
