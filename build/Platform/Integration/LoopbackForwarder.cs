using System.Net;
using System.Net.Sockets;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Integration;

/// <summary>Lends a service that takes credentials of ours an address on loopback that takes none, for as long as it is not disposed.
/// Every process of this machine can use it meanwhile, pages of browsers cannot; nothing but the one service is reached.</summary>
internal sealed class LoopbackForwarder : IAsyncDisposable
{
    // What speaks of one connection only (RFC 9110, section 7.6.1), and what is ours to say. A header Authorization would take the place of our own.
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Authorization", "Accept-Encoding", "Content-Length", "Expect",
    };

    private readonly HttpListener _listener;
    private readonly HttpClient _service;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;

    private LoopbackForwarder(HttpListener listener, HttpClient service, Uri address)
    {
        _listener = listener;
        _service = service;
        Address = address;
        _serving = ServeAsync();
    }

    /// <summary>The address on loopback, ending in a slash.</summary>
    internal Uri Address { get; }

    /// <summary>Starts to forward; takes over the client, whose base address is the root of the service.</summary>
    internal static LoopbackForwarder Start(HttpClient service)
    {
        for (var attempt = 0; ; attempt++)
        {
            var address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{FreePort()}/"));
            var listener = new HttpListener();
            listener.Prefixes.Add(address.AbsoluteUri);
            try
            {
                listener.Start();
                return new LoopbackForwarder(listener, service, address);
            }
            catch (HttpListenerException error)
            {
                listener.Close();
                if (attempt == 10)
                    throw new PlatformException($"No free port on loopback: {error.Message}", "Free some ports.", inner: error);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Close();
        await _serving;
        _service.Dispose();
        _ending.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        var running = new List<Task>();
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                running.RemoveAll(t => t.IsCompleted);
                running.Add(ForwardAsync(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    private async Task ForwardAsync(HttpListenerContext context)
    {
        try
        {
            using var request = Request(context.Request);
            if (request is null)
            {
                context.Response.StatusCode = 403;
                context.Response.Close();
                return;
            }

            using var response = await _service.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _ending.Token);
            await AnswerAsync(response, context.Response);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            Refuse(context.Response);
        }
    }

    private HttpRequestMessage? Request(HttpListenerRequest from)
    {
        // A page in a browser of this machine may send requests here, too; it cannot help saying where it is from.
        var foreign = from.Headers["Origin"] is { } origin && origin != Address.GetLeftPart(UriPartial.Authority);
        if (foreign || ServicePath.Below(_service.BaseAddress!, from.RawUrl ?? "/") is not { } address)
            return null;
        var request = new HttpRequestMessage(new HttpMethod(from.HttpMethod), address);
        if (from.HasEntityBody)
        {
            request.Content = new StreamContent(from.InputStream);
            if (from.ContentLength64 >= 0)
                request.Content.Headers.ContentLength = from.ContentLength64;
        }

        foreach (var name in from.Headers.AllKeys.OfType<string>().Where(n => !OwnHeaders.Contains(n)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, from.Headers[name]))
                request.Content?.Headers.TryAddWithoutValidation(name, from.Headers[name]);
        }

        return request;
    }

    private async Task AnswerAsync(HttpResponseMessage from, HttpListenerResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers).Where(h => !OwnHeaders.Contains(h.Key)))
        {
            foreach (var value in values)
                to.Headers.Add(name, name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? Located(value) : value);
        }

        if (from.Content.Headers.ContentLength is { } length)
            to.ContentLength64 = length;
        else
            to.SendChunked = true;
        await using (var body = await from.Content.ReadAsStreamAsync(_ending.Token))
            await body.CopyToAsync(to.OutputStream, _ending.Token);
        to.Close();
    }

    // Behind the proxy a service redirects to itself below the path of the proxy.
    private string Located(string value)
    {
        var root = _service.BaseAddress!;
        return Uri.TryCreate(root, value, out var target) && target.Authority == root.Authority && target.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal)
            ? new Uri(Address, target.PathAndQuery[root.AbsolutePath.Length..]).AbsoluteUri
            : value;
    }

    private static void Refuse(HttpListenerResponse response)
    {
        try
        {
            response.StatusCode = 502;
            response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The caller is gone, or the answer has begun: breaking off tells it.
            response.Abort();
        }
    }
}
