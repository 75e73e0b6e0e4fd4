namespace TalosPlatform.Tests.Build;

/// <summary>Wrong input ends in an error that names the nearest valid one, and starts nothing.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("DeployStak", "DeployStack")]
    [InlineData("--cluster-nam x", "--cluster-name")]
    [InlineData("DeployStack --provider hots", "\"host\"")]
    [InlineData("DeployStack --without promethues", "\"prometheus\"")]
    [InlineData("DeploySamples --samples node-expres", "\"node-express\"")]
    public async Task A_wrong_word_gets_the_nearest_right_one(string arguments, string expected)
    {
        await using var cluster = new HostCluster();
        var (exitCode, output) = await BuildScript.RunAsync(cluster.Workspace, arguments.Split(' '));
        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(cluster.Workspace, ".talos-dev")), output);
    }

    [Theory]
    [InlineData("Bad_Name")]
    [InlineData("../../etc")]
    public async Task A_cluster_name_is_a_label(string name)
    {
        await using var cluster = new HostCluster();
        var (exitCode, output) = await BuildScript.RunAsync(cluster.Workspace, "DeployStack", "--cluster-name", name);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("is no cluster name", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_config_file_names_file_line_and_fix_and_starts_nothing()
    {
        await using var cluster = new HostCluster();
        cluster.Write(".talos-dev/config.yaml", "cluster:\n  nmae: x\n");
        var (exitCode, output) = await cluster.RunAsync("DeployStack");
        Assert.NotEqual(0, exitCode);
        Assert.Contains(".talos-dev/config.yaml:2:3: error unknown-key: unknown key \"nmae\": did you mean \"name\"?", output, StringComparison.Ordinal);
        Assert.Empty(cluster.Processes);
        File.Delete(Path.Combine(cluster.Workspace, ".talos-dev", "config.yaml"));
    }

    [Fact]
    public async Task Help_and_plan_start_nothing()
    {
        await using var cluster = new HostCluster();
        var help = await BuildScript.RunAsync(cluster.Workspace, "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("ProvisionCluster", help.Output, StringComparison.Ordinal);
        Assert.Contains("--provider", help.Output, StringComparison.Ordinal);
        var plan = await BuildScript.RunAsync(cluster.Workspace, "--plan");
        Assert.Equal(0, plan.ExitCode);
        Assert.Contains("Verify", plan.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(cluster.Workspace, ".talos-dev")));
    }
}
