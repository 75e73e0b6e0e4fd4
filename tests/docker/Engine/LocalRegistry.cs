using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Docker.Engine;

/// <summary>A real registry (Debian's package docker-registry) on loopback, with a login when asked for.</summary>
public sealed class LocalRegistry : IAsyncDisposable
{
    /// <summary>The one user it knows when it wants a login.</summary>
    public const string User = "user-of-tests";

    /// <summary>That user's password.</summary>
    public const string Password = "pass-of-tests";

    // bcrypt of the password above.
    private const string Hash = "$2b$12$6koTUa5z2xpcPf62u5doY.lunwPHdtBuaWRSbtPMv/Y1qT87dGT9.";
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    private LocalRegistry(int port) => Name = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    /// <summary>Its name in the names of images.</summary>
    public string Name { get; }

    /// <summary>Starts one.</summary>
    public static async Task<LocalRegistry> StartAsync(bool login = false)
    {
        var registry = new LocalRegistry(FreePort());
        var users = login ? $"auth: {{ htpasswd: {{ realm: tests, path: {registry._folder.Write("users", $"{User}:{Hash}\n")} }} }}" : "";
        var configuration = registry._folder.Write("config.yml", $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{registry._folder.File("data")}} } }
            http: { addr: '{{registry.Name}}' }
            {{users}}
            """);
        registry._process = Process.Start(new ProcessStartInfo(MachineRequirements.Find("docker-registry")!, ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        registry._process.BeginErrorReadLine();
        registry._process.BeginOutputReadLine();
        using var http = new HttpClient();
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{registry.Name}/v2/"), TestContext.Current.CancellationToken);
                return registry;
            }
            catch (HttpRequestException)
            {
                Assert.True(!registry._process.HasExited && waited.Elapsed < TimeSpan.FromSeconds(30), "the registry does not start");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
