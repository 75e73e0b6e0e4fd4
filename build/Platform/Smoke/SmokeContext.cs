using System.Buffers;
using System.Text;
using System.Text.Json;
using TalosPlatform.Queries;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Smoke;

/// <summary>What an HTTP service answered.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Body">Body as text, cut at the limit of the call.</param>
public sealed record HttpAnswer(int Status, string Body)
{
    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Status and the beginning of the body on one line, as evidence.</summary>
    public string Summary => Body.Trim().Length == 0 ? $"HTTP {Status}" : $"HTTP {Status}: {Evidence.Shorten(Body)}";
}

/// <summary>A check's way to the services.</summary>
/// <param name="gateway">Where the services are.</param>
/// <param name="callTimeout">Deadline of every single call.</param>
public sealed class SmokeContext(IServiceGateway gateway, TimeSpan callTimeout)
{
    /// <summary>Bodies of the stack's own services beyond this are cut; a target list of a large cluster stays far below.</summary>
    private const int StackBodyLimit = 32 * 1024 * 1024;

    /// <summary>GETs a path below a service's root.</summary>
    /// <param name="service">Name at the gateway.</param>
    /// <param name="path">Path and query, with or without a leading slash; it cannot leave the service.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="bodyLimit">Bytes of the body to read at most.</param>
    /// <exception cref="PlatformException">The service is not running, unreachable or too slow, or the path leaves it.</exception>
    public async Task<HttpAnswer> GetAsync(string service, string path, CancellationToken cancellation, int bodyLimit = StackBodyLimit)
    {
        using var http = Connect(service);
        var address = ServicePath.Below(http.BaseAddress!, path)
            ?? throw new PlatformException($"\"{path}\" leaves the service \"{service}\".", "Write a path below the service's root, without \"..\".");
        try
        {
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return new HttpAnswer((int)response.StatusCode, await ReadAsync(response.Content, bodyLimit, cancellation));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PlatformException($"{service} {address.AbsolutePath} cannot be reached: {error.Message}", inner: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new PlatformException($"{service} {address.AbsolutePath} did not answer within {callTimeout.TotalSeconds:0.#} s", inner: error);
        }
    }

    /// <summary>GETs JSON.</summary>
    /// <exception cref="PlatformException">As <see cref="GetAsync"/>, or the answer is not JSON.</exception>
    /// <exception cref="QueryException">The answer is not 2xx; 400 means that the query itself is refused.</exception>
    public async Task<JsonElement> GetJsonAsync(string service, string path, CancellationToken cancellation)
    {
        var answer = await GetAsync(service, path, cancellation);
        var shown = path.Split('?')[0];
        if (!answer.IsSuccess)
            throw new QueryException(answer.Status == 400 ? QueryFailure.Invalid : QueryFailure.Unavailable, $"{service} {shown} answered {answer.Summary}");
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new PlatformException($"{service} {shown} answered something that is not JSON: {Evidence.Shorten(answer.Body)}", inner: error);
        }
    }

    /// <summary>Asks Prometheus.</summary>
    /// <exception cref="PlatformException">It is not running, or as <see cref="QueryException"/>.</exception>
    public async Task<T> AskPrometheusAsync<T>(Func<PrometheusClient, Task<T>> question)
    {
        using var http = Connect("prometheus");
        return await question(new PrometheusClient(http));
    }

    /// <summary>Whether a service is running.</summary>
    public bool IsRunning(string service) => gateway.WhyNot(service) is null;

    private HttpClient Connect(string service) =>
        gateway.Connect(service, callTimeout) ?? throw new PlatformException($"{service} is not running: {gateway.WhyNot(service)}");

    private static async Task<string> ReadAsync(HttpContent content, int limit, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (body.Length < limit && await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit - body.Length)), cancellation) is > 0 and var read)
                body.Write(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
