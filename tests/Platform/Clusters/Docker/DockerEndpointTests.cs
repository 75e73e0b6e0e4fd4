using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Docker;

public sealed class DockerEndpointTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("unix:///run/user/1000/docker.sock", true)]
    [InlineData("tcp://localhost:2375", true)]
    [InlineData("tcp://127.0.0.1:2375", true)]
    [InlineData("tcp://docker:2375", false)]
    [InlineData("tcp://192.168.1.4:2376", false)]
    [InlineData("ssh://me@build.example.com", false)]
    public void Loopback_and_sockets_are_local(string address, bool local)
    {
        var endpoint = DockerEndpoint.Find(name => name == "DOCKER_HOST" ? address : null, _home.Path);
        Assert.Equal(("DOCKER_HOST", local), (endpoint.Source, endpoint.IsLocal));
    }

    [Fact]
    public void The_context_in_use_is_asked_when_there_is_no_DOCKER_HOST()
    {
        Context("colima", "unix:///home/me/.colima/docker.sock");
        _home.Write(".docker/config.json", """{ "currentContext": "colima" }""");
        Assert.Equal("unix:///home/me/.colima/docker.sock", DockerEndpoint.Find(_ => null, _home.Path).Address.OriginalString);
        Assert.Equal("tcp://127.0.0.1:1", DockerEndpoint.Find(name => name == "DOCKER_HOST" ? "tcp://127.0.0.1:1" : null, _home.Path).Address.OriginalString);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{ "currentContext": "default" }""")]
    [InlineData("""{ "currentContext": "gone" }""")]
    [InlineData("""{ "currentContext": 7 }""")]
    public void Otherwise_it_is_the_usual_socket(string config)
    {
        _home.Write(".docker/config.json", config);
        Assert.Equal("/var/run/docker.sock", DockerEndpoint.Find(_ => null, _home.Path).SocketPath);
    }

    private void Context(string name, string host) => _home.Write(
        $".docker/contexts/meta/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}/meta.json",
        $$"""{ "Name": "{{name}}", "Endpoints": { "docker": { "Host": "{{host}}" } } }""");
}
