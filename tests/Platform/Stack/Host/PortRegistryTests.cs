using System.Net;
using System.Net.Sockets;
using TalosPlatform.Stack.Host;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Host;

/// <summary>Who was given which port.</summary>
public sealed class PortRegistryTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();
    private readonly TemporaryFolder _first = new();
    private readonly TemporaryFolder _second = new();

    public void Dispose()
    {
        _cache.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task A_port_without_a_process_stays_with_who_was_given_it()
    {
        var wanted = FreePort();
        var application = await ChooseAsync(_first, "application/http", wanted);
        var database = await ChooseAsync(_first, "database/postgres", wanted);
        var stranger = await ChooseAsync(_second, "application/http", wanted);
        Assert.Equal(3, new[] { application, database, stranger }.Distinct().Count());
        Assert.Equal(application, await ChooseAsync(_first, "application/http", application));

        await new PortRegistry(new ToolCache(_cache.Path)).ForgetAsync(_first.Path, TestContext.Current.CancellationToken);
        Assert.Equal(database, await ChooseAsync(_second, "database/postgres", database));
    }

    [Fact]
    public async Task A_registry_that_cannot_be_read_is_begun_anew()
    {
        _cache.Write("ports.json", """{"/somewhere":[1,2]}""");
        var wanted = FreePort();
        Assert.InRange(await ChooseAsync(_first, "application/http", wanted), wanted, wanted + 999);
    }

    private async Task<int> ChooseAsync(TemporaryFolder cluster, string purpose, int preferred)
    {
        var port = 0;
        await new PortRegistry(new ToolCache(_cache.Path)).ChooseAsync(cluster.Path, [purpose], allocator =>
        {
            port = allocator.Take(preferred);
            return new Dictionary<string, int> { [purpose] = port };
        }, TestContext.Current.CancellationToken);
        return port;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
