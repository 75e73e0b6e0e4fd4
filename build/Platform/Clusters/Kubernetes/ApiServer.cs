using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>Requests to an API server as JSON. Those that can be repeated are, with back-off, while the server is busy, restarts or cannot be reached.</summary>
public sealed class ApiServer : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);

    // An error of the server itself that does not go away, such as a broken admission webhook.
    private const int AttemptsAtInternalErrors = 5;

    private readonly HttpMessageHandler _handler;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    /// <summary>A client for a context.</summary>
    public ApiServer(ClusterContext context, TimeProvider clock)
        : this(context.Server, ApiHandler.Create(context.Configuration), clock)
    {
    }

    /// <summary>A client over a handler, which it disposes.</summary>
    public ApiServer(Uri server, HttpMessageHandler handler, TimeProvider clock)
    {
        Server = server;
        _handler = handler;
        _clock = clock;
        _http = Client(server, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Root of the server, ending in a slash.</summary>
    public Uri Server { get; }

    /// <summary>How long a single answer may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a request is repeated while the server is away or busy.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A client of an address behind the server, with its credentials; the caller disposes it.</summary>
    public HttpClient Client(Uri root, TimeSpan timeout) => new(_handler, disposeHandler: false)
    {
        BaseAddress = root,
        Timeout = timeout,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    /// <summary>An object; null when there is none.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<JsonObject?> TryGetAsync(string path, CancellationToken cancellation)
    {
        var (status, body) = await AskAsync(HttpMethod.Get, path, null, null, cancellation);
        return status == HttpStatusCode.NotFound ? null : Checked(HttpMethod.Get, path, status, body);
    }

    /// <summary>An object or list that must exist.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellation)
    {
        var (status, body) = await AskAsync(HttpMethod.Get, path, null, null, cancellation);
        return Checked(HttpMethod.Get, path, status, body);
    }

    /// <summary>The server's version, asked for without patience: one that does not answer at first is most likely not there.</summary>
    /// <exception cref="ApiException">The server refused or does not answer.</exception>
    public async Task<JsonObject> VersionAsync(CancellationToken cancellation)
    {
        var (status, body) = await AskAsync(HttpMethod.Get, "version", null, null, cancellation, FirstPatience);
        return Checked(HttpMethod.Get, "version", status, body);
    }

    /// <summary>Sends an object.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonNode body, string mediaType, CancellationToken cancellation)
    {
        var (status, answer) = await AskAsync(method, path, Encoding.UTF8.GetBytes(body.ToJsonString()), mediaType, cancellation);
        return Checked(method, path, status, answer);
    }

    /// <summary>Asks for an object to be deleted.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<bool> DeleteAsync(string path, JsonObject options, CancellationToken cancellation)
    {
        var (status, body) = await AskAsync(HttpMethod.Delete, path, Encoding.UTF8.GetBytes(options.ToJsonString()), "application/json", cancellation);
        if (status == HttpStatusCode.NotFound)
            return false;
        Checked(HttpMethod.Delete, path, status, body);
        return true;
    }

    /// <summary>Text, such as a container's log; null when the server has none to give.</summary>
    public async Task<string?> TryTextAsync(string path, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(CallTimeout);
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), timeout.Token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(timeout.Token) : null;
        }
        catch (Exception error) when (IsTransport(error) && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>An endless answer, such as a watch.</summary>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    public async Task<Stream> StreamAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (answer.IsSuccessStatusCode)
                return await answer.Content.ReadAsStreamAsync(cancellation);
            using (answer)
                throw ApiException.Of($"GET {path}", answer.StatusCode, Parse(await answer.Content.ReadAsByteArrayAsync(cancellation)));
        }
        catch (Exception error) when (IsTransport(error) && !cancellation.IsCancellationRequested)
        {
            throw ApiException.Unreachable($"GET {path}", Server, error.Message, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonObject? Body)> AskAsync(HttpMethod method, string path, byte[]? content, string? mediaType, CancellationToken cancellation, TimeSpan? patience = null)
    {
        var deadline = _clock.GetTimestamp() + (long)((patience ?? Patience).TotalSeconds * _clock.TimestampFrequency);
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? wait;
            try
            {
                var (status, retryAfter, body) = await AskOnceAsync(method, path, content, mediaType, cancellation);
                if (!IsTemporary(status) || (status == HttpStatusCode.InternalServerError && attempt >= AttemptsAtInternalErrors) || _clock.GetTimestamp() > deadline)
                    return (status, body);
                wait = retryAfter;
            }
            catch (Exception error) when (IsTransport(error) && !cancellation.IsCancellationRequested)
            {
                if (_clock.GetTimestamp() > deadline || IsHopeless(error))
                    throw ApiException.Unreachable($"{method} {path}", Server, Reason(error), error);
                wait = null;
            }

            // Spread out, so that what was sent side by side does not come back side by side.
            await Task.Delay((wait < LongestDelay * 10 ? wait : null) ?? delay * (0.75 + Random.Shared.NextDouble() / 2), _clock, cancellation);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, JsonObject? Body)> AskOnceAsync(HttpMethod method, string path, byte[]? content, string? mediaType, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(CallTimeout);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (content is not null)
            request.Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType!) } };
        using var answer = await _http.SendAsync(request, timeout.Token);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta, Parse(await answer.Content.ReadAsByteArrayAsync(timeout.Token)));
    }

    private static JsonObject Checked(HttpMethod method, string path, HttpStatusCode status, JsonObject? body) =>
        (int)status is >= 200 and < 300 && body is not null ? body : throw ApiException.Of($"{method} {path}", status, body);

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsTemporary(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static bool IsTransport(Exception error) => error is HttpRequestException or IOException or OperationCanceledException;

    // Neither a name that does not exist nor a certificate that is not trusted mends itself.
    private static bool IsHopeless(Exception error) => error is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError };

    private static string Reason(Exception error) => error is OperationCanceledException ? "it took too long" : (error.InnerException ?? error).Message;
}
