using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TalosPlatform.Tests.Cost;

/// <summary>A web server on a free port of loopback that answers what the test says and remembers what it was asked.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerRequest, string, (int Status, string Body)> _answer;
    private readonly List<string> _requests = [];

    public LoopbackServer(Func<HttpListenerRequest, string, (int Status, string Body)> answer)
    {
        _answer = answer;
        Root = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Root.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Root { get; }

    /// <summary>Paths with queries and, after a blank, bodies, in the order they came.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            lock (_requests)
                _requests.Add($"{Uri.UnescapeDataString(context.Request.RawUrl!)} {body}".TrimEnd());
            var (status, text) = _answer(context.Request, body);
            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
    }
}
