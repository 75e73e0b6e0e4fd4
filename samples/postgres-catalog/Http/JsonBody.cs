using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PostgresCatalog.Http;

/// <summary>Reads a JSON body and turns everything that can be wrong with it into a 4xx that says so.</summary>
public static class JsonBody
{
    /// <summary>The body, or the answer to send instead.</summary>
    public static async Task<(T? Body, IResult? Problem)> Read<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problem(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json."));
        try
        {
            return await request.ReadFromJsonAsync(type, cancel) is { } body
                ? (body, null)
                : (null, Problem(StatusCodes.Status400BadRequest, "The body must be a JSON object, not null."));
        }
        catch (JsonException problem)
        {
            return (null, Problem(StatusCodes.Status400BadRequest, $"The body is not what is expected: {Where(problem)}"));
        }
        catch (BadHttpRequestException problem)
        {
            return (null, Problem(problem.StatusCode, "The body is too large or incomplete."));
        }
    }

    private static string Where(JsonException problem) =>
        problem.Path is { Length: > 2 } path ? $"see the field {path[2..]}." : "it must be a JSON object with the documented fields.";

    private static JsonHttpResult<Failure> Problem(int status, string message) =>
        TypedResults.Json(new Failure(message), Json.Default.Failure, statusCode: status);
}
