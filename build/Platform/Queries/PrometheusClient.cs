using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace TalosPlatform.Queries;

/// <summary>Prometheus' HTTP API v1 (https://prometheus.io/docs/prometheus/latest/querying/api/).</summary>
/// <param name="http">A client whose base address is the server's root, ending in a slash; its timeout is the deadline of every call.</param>
public sealed class PrometheusClient(HttpClient http)
{
    /// <summary>Evaluates an instant query.</summary>
    /// <exception cref="QueryException">It failed; see <see cref="QueryException.Failure"/>.</exception>
    public async Task<QueryResult> QueryAsync(string expression, DateTimeOffset? time = null, CancellationToken cancellation = default)
    {
        var form = new Dictionary<string, string> { ["query"] = expression };
        if (time is { } at)
            form["time"] = Unix(at);
        using var answer = await PostAsync("api/v1/query", form, cancellation);
        return QueryResultReader.Read(answer.RootElement);
    }

    /// <summary>Evaluates a range query; Prometheus refuses more than 11,000 points a series.</summary>
    /// <exception cref="QueryException">It failed; see <see cref="QueryException.Failure"/>.</exception>
    public async Task<QueryResult> QueryRangeAsync(string expression, DateTimeOffset start, DateTimeOffset end, TimeSpan step, CancellationToken cancellation = default)
    {
        using var answer = await PostAsync("api/v1/query_range", new Dictionary<string, string>
        {
            ["query"] = expression,
            ["start"] = Unix(start),
            ["end"] = Unix(end),
            ["step"] = step.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        }, cancellation);
        return QueryResultReader.Read(answer.RootElement);
    }

    /// <summary>Label sets of the series that match a selector within a window.</summary>
    public async Task<ImmutableArray<ImmutableSortedDictionary<string, string>>> SeriesAsync(string selector, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation = default)
    {
        using var answer = await PostAsync("api/v1/series", new Dictionary<string, string> { ["match[]"] = selector, ["start"] = Unix(start), ["end"] = Unix(end) }, cancellation);
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(QueryResultReader.Labels)];
    }

    /// <summary>Values of a label, all of them or those of the series that match a selector.</summary>
    public async Task<ImmutableArray<string>> LabelValuesAsync(string label, string? selector = null, CancellationToken cancellation = default)
    {
        var path = $"api/v1/label/{Uri.EscapeDataString(label)}/values" + (selector is null ? "" : "?match[]=" + Uri.EscapeDataString(selector));
        using var answer = await GetAsync(path, cancellation);
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(v => v.GetString() ?? "")];
    }

    /// <summary>Names of labels, all of them or those of the series that match a selector.</summary>
    public async Task<ImmutableArray<string>> LabelNamesAsync(string? selector = null, CancellationToken cancellation = default)
    {
        using var answer = await GetAsync("api/v1/labels" + (selector is null ? "" : "?match[]=" + Uri.EscapeDataString(selector)), cancellation);
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(v => v.GetString() ?? "")];
    }

    /// <summary>The <c>data</c> of any endpoint that answers JSON by GET, such as <c>api/v1/rules</c>, <c>api/v1/targets</c>,
    /// <c>api/v1/alerts</c>, <c>api/v1/metadata</c> or <c>api/v1/status/buildinfo</c>.</summary>
    public async Task<JsonElement> DataAsync(string path, CancellationToken cancellation = default)
    {
        using var answer = await GetAsync(path, cancellation);
        return answer.RootElement.GetProperty("data").Clone();
    }

    /// <summary>Formats an expression; since it has to parse it, this checks its syntax and types (Prometheus 2.38 or newer).</summary>
    public async Task<string> FormatAsync(string expression, CancellationToken cancellation = default)
    {
        using var answer = await PostAsync("api/v1/format_query", new Dictionary<string, string> { ["query"] = expression }, cancellation);
        return answer.RootElement.GetProperty("data").GetString() ?? "";
    }

    private static string Unix(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private Task<JsonDocument> GetAsync(string path, CancellationToken cancellation) => SendAsync(path, () => new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    private Task<JsonDocument> PostAsync(string path, Dictionary<string, string> form, CancellationToken cancellation) =>
        SendAsync(path, () => new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) }, cancellation);

    private async Task<JsonDocument> SendAsync(string path, Func<HttpRequestMessage> create, CancellationToken cancellation)
    {
        var place = http.BaseAddress is null ? path : new Uri(http.BaseAddress, path).GetLeftPart(UriPartial.Path);
        try
        {
            using var request = create();
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            JsonDocument answer;
            try
            {
                answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            }
            catch (JsonException error)
            {
                throw response.StatusCode == HttpStatusCode.NotFound
                    ? new QueryException(QueryFailure.Unsupported, $"\"{place}\" does not exist on this server.")
                    : new QueryException(QueryFailure.Unavailable, $"\"{place}\" answered {(int)response.StatusCode} with something that is not JSON.", "Is this address a Prometheus server?", error);
            }

            if (answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("status", out var status) && status.ValueEquals("success"))
                return answer;
            using (answer)
                throw Explain(answer.RootElement, response.StatusCode, place);
        }
        catch (HttpRequestException error)
        {
            throw new QueryException(QueryFailure.Unavailable, $"\"{place}\" cannot be reached: {error.Message}", "Is the stack running? Try \"./build.sh Status\".", error);
        }
        catch (IOException error)
        {
            throw new QueryException(QueryFailure.Unavailable, $"\"{place}\" broke off its answer: {error.Message}", inner: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new QueryException(QueryFailure.Timeout, $"\"{place}\" did not answer within {http.Timeout.TotalSeconds:0.#} s.", "Ask for a shorter range or a coarser step.", error);
        }
    }

    private static QueryException Explain(JsonElement answer, HttpStatusCode code, string place)
    {
        string? Text(string name) => answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) ? value.GetString() : null;
        var message = Text("error") ?? $"\"{place}\" answered {(int)code}.";
        var failure = Text("errorType") switch
        {
            "bad_data" => QueryFailure.Invalid,
            "execution" => QueryFailure.Execution,
            "timeout" or "canceled" => QueryFailure.Timeout,
            "not_found" => QueryFailure.Unsupported,
            _ => code == HttpStatusCode.BadRequest ? QueryFailure.Invalid : QueryFailure.Unavailable,
        };
        return new QueryException(failure, message);
    }
}
