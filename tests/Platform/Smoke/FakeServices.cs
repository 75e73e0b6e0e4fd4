using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TalosPlatform.Reports;
using TalosPlatform.Stack;

namespace TalosPlatform.Tests.Smoke;

/// <summary>Services behind a real loopback HTTP server: <c>/SERVICE/path</c> answers what a test set up, 404 otherwise.</summary>
internal sealed class FakeServices : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, Func<HttpListenerContext, Task>> _routes = new(StringComparer.Ordinal);
    private readonly List<ComponentEntry> _components = [];
    private readonly string _root;

    public FakeServices()
    {
        var port = FreePort();
        _root = $"http://127.0.0.1:{port}/";
        _listener.Prefixes.Add(_root);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Paths with their queries, decoded, in the order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public IServiceGateway Gateway => new StaticServiceGateway([.. _components]);

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public FakeServices Running(string name, string kind = "stack")
    {
        _components.Add(new ComponentEntry(name, "1", "running", "", _root + name) { Kind = kind });
        return this;
    }

    public FakeServices At(string name, string url, string kind = "stack")
    {
        _components.Add(new ComponentEntry(name, "1", "running", "", url) { Kind = kind });
        return this;
    }

    public FakeServices Stopped(string name, string status, string reason, string kind = "stack")
    {
        _components.Add(new ComponentEntry(name, "1", status, reason, "") { Kind = kind });
        return this;
    }

    public FakeServices Answer(string path, string body, int status = 200) => On(path, context => WriteAsync(context, status, body));

    /// <summary>Answers one after the other; the last one stays.</summary>
    public FakeServices Answers(string path, params (int Status, string Body)[] answers)
    {
        var index = -1;
        return On(path, context =>
        {
            var (status, body) = answers[Math.Min(Interlocked.Increment(ref index), answers.Length - 1)];
            return WriteAsync(context, status, body);
        });
    }

    public FakeServices Hang(string path) => On(path, static context => Task.Delay(TimeSpan.FromMinutes(1)));

    public FakeServices Redirect(string path, string location) => On(path, context =>
    {
        context.Response.Redirect(location);
        context.Response.Close();
        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync()
    {
        _listener.Abort();
        return ValueTask.CompletedTask;
    }

    private FakeServices On(string path, Func<HttpListenerContext, Task> answer)
    {
        _routes["/" + path] = answer;
        return this;
    }

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
        try
        {
            var body = context.Request.HasEntityBody ? await new StreamReader(context.Request.InputStream).ReadToEndAsync() : "";
            Requests.Enqueue(WebUtility.UrlDecode(context.Request.RawUrl + (body.Length > 0 ? " " + body : ""))!);
            if (_routes.TryGetValue(context.Request.Url!.AbsolutePath, out var answer))
                await answer(context);
            else
                await WriteAsync(context, 404, "not found");
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client gave up, which some tests are about.
        }
    }

    private static async Task WriteAsync(HttpListenerContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }
}
