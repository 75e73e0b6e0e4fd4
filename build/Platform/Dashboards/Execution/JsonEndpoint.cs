using System.Net;
using System.Text.Json;
using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>Calls of Loki and Tempo, whose errors are plain text.</summary>
internal static class JsonEndpoint
{
    public static async Task<JsonDocument> GetAsync(HttpClient http, string path, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellation)
    {
        var uri = path + "?" + string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        try
        {
            using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                var said = (await response.Content.ReadAsStringAsync(cancellation)).Trim();
                throw new QueryException(
                    response.StatusCode switch { HttpStatusCode.BadRequest => QueryFailure.Invalid, HttpStatusCode.NotFound => QueryFailure.Unsupported, _ => QueryFailure.Unavailable },
                    said.Length is > 0 and < 2_000 ? said : $"\"{path}\" answered {(int)response.StatusCode}.");
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        }
        catch (JsonException error)
        {
            throw new QueryException(QueryFailure.Unavailable, $"\"{path}\" answered something that is not JSON.", inner: error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new QueryException(QueryFailure.Unavailable, $"\"{path}\" cannot be reached: {error.Message}", inner: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new QueryException(QueryFailure.Timeout, $"\"{path}\" did not answer within {http.Timeout.TotalSeconds:0.#} s.", inner: error);
        }
    }
}
