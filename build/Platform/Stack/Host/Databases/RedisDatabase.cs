using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Redis on loopback, with its data in the cluster's folder. It has one account, which applications share.</summary>
public sealed class RedisDatabase(HostFolder folder, HostSecrets secrets, TimeSpan readyTimeout) : IHostDatabase
{
    private const string Address = "127.0.0.1";

    /// <summary>Name of the account whose password the server asks for.</summary>
    internal const string Account = "default";

    /// <inheritdoc/>
    public string Name => "redis";

    /// <inheritdoc/>
    public string Tool => "redis";

    /// <inheritdoc/>
    public int PreferredPort => 6379;

    /// <inheritdoc/>
    public string Fix => "apt-get install redis-server";

    /// <inheritdoc/>
    public Task<HostProcessSpec> PrepareAsync(ResolvedTool tool, int port, bool running, CancellationToken cancellation)
    {
        folder.Prepare(Name);
        var configuration = Configuration(port);
        return Task.FromResult(new HostProcessSpec
        {
            Name = Name,
            Kind = "database",
            Version = tool.Version,
            File = tool.Binaries[Tool],
            // The password is in the file: arguments can be read by everybody on the machine.
            Arguments = [secrets.Write(Name, "redis.conf", configuration)],
            WorkingDirectory = folder.Data(Name),
            Environment = HostEnvironment.Base().SetItems(DebianLibraries.Of(tool)),
            Ports = ImmutableSortedDictionary<string, int>.Empty.Add(Name, port),
            Ready = new Uri($"tcp://{Address}:{port.ToString(CultureInfo.InvariantCulture)}"),
            ReadyTimeout = readyTimeout,
            ConfigFingerprint = HostProcessSpec.Fingerprint([configuration]),
        });
    }

    /// <inheritdoc/>
    public async Task WaitAsync(int port, CancellationToken cancellation)
    {
        var deadline = DateTime.UtcNow + readyTimeout;
        while (true)
        {
            var answer = await PingAsync(port, cancellation);
            if (answer == "+PONG")
                return;
            // While it reads its data back it answers -LOADING.
            if (DateTime.UtcNow >= deadline || !answer.StartsWith("-LOADING", StringComparison.Ordinal))
                throw new PlatformException($"Redis on port {port} takes no commands: it answers \"{answer}\".", $"Read the log \"{folder.LogFile(Name)}\"; \"Teardown\" starts over with an empty one.");
            await Task.Delay(50, cancellation);
        }
    }

    /// <inheritdoc/>
    public Task<DatabaseConnection> CreateAsync(string application, int port, CancellationToken cancellation)
    {
        _ = secrets.PasswordOf(Name, Account);
        return Task.FromResult(new DatabaseConnection(Address, port, "0", Account, secrets.PathOf(Name, Account)));
    }

    // https://redis.io/docs/latest/operate/oss_and_stack/management/config/. A title of its own would overwrite the environment by
    // which the process is found again.
    private string Configuration(int port) => string.Create(CultureInfo.InvariantCulture, $"""
        bind {Address}
        port {port}
        dir "{folder.Data(Name)}"
        requirepass {secrets.PasswordOf(Name, Account)}
        set-proc-title no
        daemonize no
        appendonly yes
        save ""
        maxmemory 128mb
        maxmemory-policy allkeys-lru
        maxclients 200
        slowlog-log-slower-than 10000

        """);

    // The protocol is lines of text (https://redis.io/docs/latest/develop/reference/protocol-spec/).
    private async Task<string> PingAsync(int port, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Address, port, patience.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {secrets.PasswordOf(Name, Account)}\r\nPING\r\n"), patience.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var authenticated = await reader.ReadLineAsync(patience.Token) ?? "";
            return authenticated == "+OK" ? await reader.ReadLineAsync(patience.Token) ?? "" : authenticated;
        }
        catch (Exception error) when (error is SocketException or IOException || error is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return error.Message;
        }
    }
}
