using System.Collections.Concurrent;
using System.Net;
using System.Text;
using TalosPlatform.Tests.Smoke;

namespace TalosPlatform.Tests.Workloads.Load;

/// <summary>A loopback HTTP server that answers after a delay and counts.</summary>
internal sealed class LoadServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task> _answer;
    private int _now;
    private int _most;
    private int _count;

    public LoadServer(Func<HttpListenerContext, Task>? answer = null)
    {
        _answer = answer ?? (_ => Task.CompletedTask);
        Root = new Uri($"http://127.0.0.1:{FakeServices.FreePort()}/");
        _listener.Prefixes.Add(Root.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Root { get; }

    public int Count => _count;

    public int MostAtOnce => _most;

    public ConcurrentQueue<string> Seen { get; } = new();

    public void Dispose() => _listener.Abort();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        Interlocked.Increment(ref _count);
        var now = Interlocked.Increment(ref _now);
        lock (_listener)
            _most = Math.Max(_most, now);
        try
        {
            var body = context.Request.HasEntityBody ? " " + context.Request.ContentType + " " + await new StreamReader(context.Request.InputStream).ReadToEndAsync() : "";
            Seen.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl}{body}");
            try
            {
                await _answer(context);
            }
            finally
            {
                // Before the answer: with it the client may send the next request at once.
                Interlocked.Decrement(ref _now);
            }

            // Without a length the last chunk is a packet of its own, which Nagle's algorithm holds back for 40 ms.
            context.Response.ContentLength64 = 2;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("ok"));
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The client gave up or the server was disposed, which some tests are about.
        }
    }
}
