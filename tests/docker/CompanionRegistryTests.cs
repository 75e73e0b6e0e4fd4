using System.Net;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Docker.Engine;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Docker;

/// <summary>The registry beside a cluster: pushed to on loopback, reached by nodes inside their network.</summary>
public sealed class CompanionRegistryTests(RealDocker docker)
{
    private const string Sleeper = "localhost/stand-in/sleeper:1";
    private const string Registry = "localhost/stand-in/registry:3";
    private static readonly TalosNames Names = new("shop", "shop-ddeeff");

    [Fact]
    public async Task What_is_pushed_on_loopback_is_found_inside_the_network_and_it_goes_with_the_cluster()
    {
        await docker.RequireAsync();
        await StandInImages.ImportAsync(docker, Sleeper);
        await StandInImages.ImportRegistryAsync(docker, Registry);
        var cancellation = TestContext.Current.CancellationToken;
        var labels = Names.NodeLabels.SelectMany(l => new[] { "--label", l }).ToList();
        await docker.DockerAsync(["network", "create", "--subnet", "10.5.77.0/24", .. labels, Names.Docker]);
        await docker.DockerAsync(["run", "-d", "--name", Names.ControlPlane, "--network", Names.Docker, .. labels, Sleeper]);
        try
        {
            using var http = new HttpClient();
            using var folder = new TemporaryFolder();
            var port = FreePort();
            var state = new TalosState("image", "", "10.5.77.0/24", 0, [], port, Ready: true);
            var puller = new ImagePuller(docker.Images, new RegistryAuth(folder.Path, new ProcessCommandRunner(new Redactor(), TimeProvider.System), new Redactor()), []);
            Task<string> EnsureAsync() => new LineProgressReporter(TextWriter.Null).StepAsync("registry", step => new CompanionRegistry(docker.Engine, puller, http, TimeProvider.System).EnsureAsync(Registry, Names, state, step, cancellation));

            var name = await EnsureAsync();
            Assert.Equal($"localhost:{port}", name);
            Assert.Equal(name, await EnsureAsync());
            await docker.Images.TagAsync(Sleeper, $"{name}/greeter:1", cancellation);
            await docker.Images.PushAsync($"{name}/greeter:1", null, _ => { }, cancellation);

            // The mirror that nodes are given leads to the same registry.
            var mirror = NodeMirrors.OfRegistry(port, IPNetwork.Parse(state.Subnet));
            Assert.Equal(name, mirror.Registry);
            Assert.Equal("{\"repositories\":[\"greeter\"]}", await docker.DockerAsync("exec", Names.ControlPlane, "wget", "-q", "-O", "-", $"{mirror.Url.ToString().TrimEnd('/')}/v2/_catalog"));

            // One that was stopped is made anew.
            await docker.DockerAsync("kill", Names.Registry);
            await EnsureAsync();
            Assert.Equal("running", await docker.DockerAsync("inspect", "-f", "{{.State.Status}}", Names.Registry));
        }
        finally
        {
            var removed = await new DockerCleanup(docker.Engine, TimeProvider.System).RemoveAsync([Names.NodeLabels, Names.CompanionLabels], TimeSpan.Zero, cancellation);
            Assert.Contains(Names.Registry, removed.Containers);
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
