using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TalosPlatform.Publishing.Http;

namespace TalosPlatform.Publishing.GitLab;

/// <summary>GitLab's REST API, version 4, on gitlab.com or self-managed.</summary>
internal sealed class GitLabApi : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Creates a client.</summary>
    /// <param name="root">Address of the API, ending in a slash: <c>CI_API_V4_URL</c>.</param>
    /// <param name="header"><c>PRIVATE-TOKEN</c> for an access token, <c>JOB-TOKEN</c> for that of the job.</param>
    /// <param name="token">The token.</param>
    /// <param name="deadline">Time for all requests together.</param>
    /// <param name="clock">Clock of the pauses.</param>
    /// <param name="onPause">Told before each pause.</param>
    internal GitLabApi(Uri root, string header, string token, TimeSpan deadline, TimeProvider clock, Action<string> onPause)
    {
        // .NET would send a header of our own along with a redirect, token and all.
        var transport = new PatientHandler(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) }, clock, deadline, onPause);
        _http = new HttpClient(transport) { BaseAddress = root, Timeout = deadline + TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Add(header, token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("talos-observability-platform");
    }

    /// <summary>An answer: its JSON, and the number of the next page or an empty text.</summary>
    internal readonly record struct Answer(JsonDocument Document, string NextPage);

    /// <summary>Calls the API; a body is sent as <c>{"body": …}</c>.</summary>
    /// <exception cref="PublishException">It did not work.</exception>
    internal async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string purpose, CancellationToken cancellation)
    {
        var (bytes, next) = await BytesAsync(method, path, body, purpose, cancellation);
        try
        {
            return new(JsonDocument.Parse(bytes), next);
        }
        catch (JsonException error)
        {
            throw new PublishException(PublishFailure.Unknown, $"Cannot {purpose}: GitLab answered something that is not JSON.", "Check CI_API_V4_URL: a proxy or a page for signing in may stand in the way.", inner: error);
        }
    }

    /// <summary>Calls the API for whatever it answers.</summary>
    /// <inheritdoc cref="SendAsync" path="/exception"/>
    internal async Task<(byte[] Bytes, string NextPage)> BytesAsync(HttpMethod method, string path, string? body, string purpose, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = new StringContent(new JsonObject { ["body"] = body }.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request, cancellation);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (!response.IsSuccessStatusCode)
                throw Explain(purpose, response.StatusCode, Encoding.UTF8.GetString(bytes));
            return (bytes, response.Headers.TryGetValues("X-Next-Page", out var next) ? next.First() : "");
        }
        catch (Exception error) when (error is HttpRequestException or IOException || error is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new PublishException(PublishFailure.Unknown, $"Cannot {purpose}: GitLab does not answer: {error.Message}", "Check CI_API_V4_URL and the network, then run PublishReport again.", inner: error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static PublishException Explain(string purpose, HttpStatusCode status, string said)
    {
        var failure = status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when said.Contains("too long", StringComparison.OrdinalIgnoreCase) => PublishFailure.TooLong,
            HttpStatusCode.RequestEntityTooLarge => PublishFailure.TooLong,
            HttpStatusCode.Forbidden when said.Contains("insufficient_scope", StringComparison.OrdinalIgnoreCase) || said.Contains("403 Forbidden", StringComparison.Ordinal) => PublishFailure.ReadOnly,
            >= HttpStatusCode.InternalServerError => PublishFailure.Unknown,
            _ => PublishFailure.Refused,
        };
        var fix = (int)status switch
        {
            401 => "Check the token: it may have expired. The token of the job cannot write notes; an access token of the project with the scope \"api\" can.",
            403 => "Give the token the scope \"api\" and the role Reporter or higher.",
            404 => "Check that the token may see this project and its merge requests.",
            >= 500 => "Run PublishReport again.",
            _ => (string?)null,
        };
        var text = Reports.SafeText.OneLine(said, 500);
        return new PublishException(failure, $"Cannot {purpose}: GitLab answered {(int)status}.", fix, text, new HttpRequestException(text, null, status));
    }
}
