namespace TalosPlatform.Tests.Build;

/// <summary>An application made from each sample, in one empty repository, beside the samples themselves.</summary>
public class NewAppTests
{
    [Fact]
    public async Task A_new_application_of_every_sample_is_built_runs_is_scraped_and_passes_its_checks()
    {
        await using var cluster = new HostCluster();
        var samples = Directory.GetDirectories(Path.Combine(Repository.Root, "samples")).Select(Path.GetFileName).Where(s => File.Exists(Path.Combine(Repository.Root, "samples", s!, "app.yaml"))).ToList();
        foreach (var sample in samples)
        {
            var (made, said) = await cluster.RunAsync("NewApp", "--name", $"my-{sample}", "--from", sample!);
            Assert.True(made == 0, said);
        }

        cluster.Write("smoke/none.yaml", "checks: []\n");
        var (exitCode, output) = await cluster.RunAsync(["SmokeTest", "--samples", .. samples!]);
        Assert.True(exitCode == 0, output);
        var leftOut = cluster.State.LeftOutApps;
        Assert.All(samples.Where(s => !leftOut.ContainsKey(s!)), sample =>
        {
            Assert.Contains($"my-{sample}", cluster.State.Processes.Keys);
            Assert.Contains(sample!, cluster.State.Processes.Keys);
        });
        using var document = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(cluster.Workspace, "artifacts", "run.json"), TestContext.Current.CancellationToken));
        var passed = document.RootElement.GetProperty("smoke").GetProperty("checks").EnumerateArray()
            .Where(c => c.GetProperty("status").GetString() == "passed").Select(c => c.GetProperty("name").GetString()).ToList();
        Assert.All(samples.Where(s => !leftOut.ContainsKey(s!)), sample => Assert.Contains($"my-{sample} is scraped", passed));
        await cluster.TeardownLeavesNothingAsync();
    }
}
