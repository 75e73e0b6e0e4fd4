using Docker.DotNet;
using Docker.DotNet.Models;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Tests.Docker.Engine;

namespace TalosPlatform.Tests.Docker;

/// <summary>What the platform relies on, asked of a real engine: its facts, its refusals, and the words it refuses with.</summary>
public sealed class EngineTests(RealDocker docker)
{
    private const string Image = "localhost/stand-in/sleeper:1";

    [Fact]
    public async Task It_describes_itself_and_nothing_fatal_is_found()
    {
        await docker.RequireAsync();
        var facts = await docker.Engine.DescribeAsync(Cancellation);
        Assert.Equal(Environment.ProcessorCount, facts.Cpus);
        Assert.InRange(facts.MemoryBytes, 1L << 28, 1L << 44);
        Assert.NotEmpty(facts.Version);
        var host = HostFacts.Read();
        Assert.True(host.SharesKernelWith(facts));
        Assert.DoesNotContain(DaemonProblems.Find(docker.Endpoint, facts, host), p => p.Fatal && p.Case != "br-netfilter");
    }

    [Fact]
    public async Task A_clash_of_subnets_is_avoided_and_its_words_are_known()
    {
        await docker.RequireAsync();
        await using var network = await NetworkAsync("clash", "10.5.0.0/24");
        var used = Subnets.Parse((await docker.Engine.NetworksAsync([], Cancellation)).SelectMany(n => n.Subnets));
        Assert.NotEqual("10.5.0.0/24", Subnets.Choose(used).ToString());
        var refusal = await docker.TryDockerAsync("network", "create", "--subnet", "10.5.0.0/25", "clash-2");
        Assert.Equal("subnet-clash", KnownFailures.Recognise(refusal.Error)?.Case);
    }

    [Fact]
    public async Task A_busy_port_names_its_owner_and_its_words_are_known()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        await docker.DockerAsync("run", "-d", "--name", "port-owner", "-p", "127.0.0.1::80", Image);
        try
        {
            var containers = await docker.Engine.ContainersAsync([], Cancellation);
            var port = Assert.Single(containers.Single(c => c.Name == "port-owner").Ports).HostPort;
            Assert.Equal("container \"port-owner\"", PublishedPorts.Owner(port, containers));
            var refusal = await docker.TryDockerAsync("run", "-d", "--name", "port-second", "-p", $"127.0.0.1:{port}:80", Image);
            Assert.NotEqual(0, refusal.ExitCode);
            var problem = KnownFailures.Recognise(refusal.Error);
            Assert.Equal(("port-busy", $"Port \"{port}\" is taken."), (problem?.Case, problem?.What));
        }
        finally
        {
            await docker.TryDockerAsync("rm", "-f", "port-owner", "port-second");
        }
    }

    [Fact]
    public async Task Its_words_for_too_many_CPUs_and_for_a_missing_image_are_known()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        Assert.Equal("cpus", KnownFailures.Recognise((await docker.TryDockerAsync("create", "--cpus", "4096", Image)).Error)?.Case);
        using var client = docker.Client();
        var missing = await Assert.ThrowsAnyAsync<DockerApiException>(() => client.Containers.CreateContainerAsync(new CreateContainerParameters { Image = "localhost/nobody/has:this" }, Cancellation));
        Assert.Equal("image-pull", KnownFailures.Recognise(missing.ResponseBody!)?.Case);
    }

    [Fact]
    public async Task A_node_without_enough_memory_is_recognised()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        await docker.TryDockerAsync("run", "--name", "hungry", "--memory", "16m", "--memory-swap", "16m", Image, "/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=256M", "count=1");
        try
        {
            var condition = await docker.Engine.ConditionAsync("hungry", Cancellation);
            Assert.Equal("memory", KnownFailures.OfNode("hungry", condition!, "")?.Case);
        }
        finally
        {
            await docker.DockerAsync("rm", "-f", "hungry");
        }
    }

    [Fact]
    public async Task Logs_and_conditions_are_read_and_what_is_gone_is_no_error()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Image);
        var run = await docker.TryDockerAsync("run", "--name", "talker", "-e", "USERDATA=c2VjcmV0", Image, "/bin/sh", "-c", "echo one; echo two; echo last >&2; exit 3");
        Assert.Equal(3, run.ExitCode);
        var condition = await docker.Engine.ConditionAsync("talker", Cancellation);
        Assert.Equal((false, 3L, false), (condition!.Running, condition.ExitCode, condition.OutOfMemory));
        Assert.Contains("USERDATA=c2VjcmV0", condition.Environment);
        Assert.Equal("one\ntwo\nlast\n", await docker.Engine.LogsAsync("talker", 10, Cancellation));
        await docker.Engine.RemoveContainerAsync("talker", Cancellation);
        await docker.Engine.RemoveContainerAsync("talker", Cancellation);
        Assert.Null(await docker.Engine.ConditionAsync("talker", Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<IAsyncDisposable> NetworkAsync(string name, string subnet)
    {
        await docker.DockerAsync("network", "create", "--subnet", subnet, name);
        return new Removed(() => docker.TryDockerAsync("network", "rm", name));
    }

    private sealed class Removed(Func<Task> remove) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await remove();
    }
}
