using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TalosPlatform.Tests.Publishing;

/// <summary>What a server was sent.</summary>
internal sealed record Sent(string Method, string Target, ImmutableDictionary<string, string> Headers, string Body)
{
    public override string ToString() => $"{Method} {Target}";
}

/// <summary>What a server answers.</summary>
internal sealed record Reply(int Status, string Body = "{}")
{
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Carry the request out, yet answer this.</summary>
    public bool AfterTheFact { get; init; }

    public Reply With(string name, string value) => this with { Headers = Headers.SetItem(name, value) };
}

/// <summary>A server on loopback that keeps every byte it is sent and can be told to fail before it answers. One request a connection.</summary>
internal abstract class FakeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<Sent> _requests = [];
    private readonly List<(Func<Sent, bool> Which, Reply Reply)> _failures = [];

    protected FakeServer()
    {
        _listener.Start();
        Root = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = ServeAsync();
    }

    public Uri Root { get; }

    public IReadOnlyList<Sent> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>The requests as lines.</summary>
    public IEnumerable<string> Lines => Requests.Select(r => r.ToString());

    /// <summary>Answers the next request of a kind with a failure, once.</summary>
    public void Fail(string method, Reply reply, string contains = "") => _failures.Add((r => r.Method == method && r.Target.Contains(contains, StringComparison.Ordinal), reply));

    public void Dispose() => _listener.Dispose();

    protected abstract Reply Answer(Sent request);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var reply = await ReadAsync(stream) is { } sent ? Decide(sent) : new Reply(400);
                var body = Encoding.UTF8.GetBytes(reply.Body);
                var head = new StringBuilder(FormattableString.Invariant($"HTTP/1.1 {reply.Status} Whatever\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"));
                foreach (var (name, value) in reply.Headers)
                    head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
                await stream.WriteAsync(body);
            }
            catch (IOException)
            {
                // The caller gave up.
            }
        }
    }

    private Reply Decide(Sent sent)
    {
        try
        {
            return Decided(sent);
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            return new Reply(418, new System.Text.Json.Nodes.JsonObject { ["message"] = mistake.ToString() }.ToJsonString());
        }
    }

    private Reply Decided(Sent sent)
    {
        lock (_gate)
        {
            _requests.Add(sent);
            var failure = _failures.FindIndex(f => f.Which(sent));
            if (failure < 0)
                return Answer(sent);
            var reply = _failures[failure].Reply;
            _failures.RemoveAt(failure);
            if (reply.AfterTheFact)
                Answer(sent);
            return reply;
        }
    }

    private static async Task<Sent?> ReadAsync(NetworkStream stream)
    {
        var received = new List<byte>();
        var buffer = new byte[64 * 1024];
        async Task<bool> More()
        {
            var count = await stream.ReadAsync(buffer);
            received.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }

        int end;
        while ((end = Encoding.Latin1.GetString([.. received]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await More())
                return null;
        }

        var lines = Encoding.ASCII.GetString([.. received.Take(end)]).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToImmutableDictionary(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase);
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        while (received.Count < end + 4 + length)
        {
            if (!await More())
                return null;
        }

        var first = lines[0].Split(' ');
        return new Sent(first[0], first[1], headers, Encoding.UTF8.GetString([.. received.Skip(end + 4).Take(length)]));
    }
}
