using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace TalosPlatform.Tests.Ci;

/// <summary>As much of GitLab's API as a comment needs, on loopback.</summary>
internal sealed class FakeGitLab : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _notes = new();

    public FakeGitLab()
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Api = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/api/v4";
        }

        _listener.Prefixes.Add(Api[..^"api/v4".Length]);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Address of the API.</summary>
    public string Api { get; }

    /// <summary>Bodies of the notes that were written.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (_listener.IsListening)
                Answer(await _listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var (status, answer) = (context.Request.HttpMethod, context.Request.Url!.AbsolutePath) switch
        {
            _ when context.Request.Headers["PRIVATE-TOKEN"] is null or "" => (401, "{}"),
            ("GET", "/api/v4/user") => (200, """{ "username": "shop-bot" }"""),
            ("GET", "/api/v4/projects/42/merge_requests/7/notes") => (200, "[]"),
            ("POST", "/api/v4/projects/42/merge_requests/7/notes") => (201, Write(context.Request)),
            _ => (404, "{}"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: true);
    }

    private string Write(HttpListenerRequest request)
    {
        using var document = JsonDocument.Parse(request.InputStream);
        var body = document.RootElement.GetProperty("body").GetString()!;
        _notes.Enqueue(body);
        return JsonSerializer.Serialize(new { id = _notes.Count, body, author = new { username = "shop-bot" } });
    }
}
