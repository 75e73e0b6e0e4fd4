using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Pins;

/// <summary>An answer.</summary>
/// <param name="Status">Status.</param>
/// <param name="Headers">Headers by name, of the answer and of its content.</param>
/// <param name="Body">The body.</param>
internal sealed record PinAnswer(HttpStatusCode Status, ImmutableDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>A header; empty when it is absent.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}

/// <summary>GET with retries: after 429 as long as the server asks for, after 5xx and broken connections a little longer each time.</summary>
/// <param name="http">The client.</param>
/// <param name="clock">Clock of the pauses between tries.</param>
internal sealed class PinHttp(HttpClient http, TimeProvider clock)
{
    private const int MostBytes = 32 << 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<PinAnswer> _retries = new ResiliencePipelineBuilder<PinAnswer> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<PinAnswer>
        {
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = new PredicateBuilder<PinAnswer>().Handle<HttpRequestException>(e => e.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError))
                .Handle<IOException>()
                .HandleResult(a => a.Status == HttpStatusCode.TooManyRequests && PauseOf(a, clock) <= LongestPause || a.Status >= HttpStatusCode.InternalServerError),
            DelayGenerator = retry => ValueTask.FromResult(retry.Outcome.Result is { } answer && answer.Headers.ContainsKey("Retry-After") ? PauseOf(answer, clock) : (TimeSpan?)null),
        }).Build();

    /// <summary>Gets an address; answers of any status but those that are worth another try come back as they are.</summary>
    /// <exception cref="UnreachableHostException">There is no connection, or no answer in time.</exception>
    /// <exception cref="PlatformException">The server fails again and again, or wants a longer pause than anybody waits.</exception>
    public async Task<PinAnswer> GetAsync(Uri address, string accept, AuthenticationHeaderValue? authorization, CancellationToken cancellation)
    {
        PinAnswer answer;
        try
        {
            answer = await _retries.ExecuteAsync(async token => await OnceAsync(address, accept, authorization, token), cancellation);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new UnreachableHostException(address.Host, (error.InnerException ?? error).Message, error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new UnreachableHostException(address.Host, $"no answer within {Deadline.TotalSeconds:0} s", error);
        }

        if (answer.Status == HttpStatusCode.TooManyRequests)
            throw new PlatformException($"\"{Place(address)}\" answered 429: too many requests.", $"It asks to wait {PauseOf(answer, clock).TotalSeconds:0} s.");
        return answer.Status >= HttpStatusCode.InternalServerError
            ? throw new PlatformException($"\"{Place(address)}\" answered {(int)answer.Status} again and again.", "Try again later.")
            : answer;
    }

    /// <summary>The address without what is behind the question mark.</summary>
    public static string Place(Uri address) => address.GetLeftPart(UriPartial.Path);

    private async Task<PinAnswer> OnceAsync(Uri address, string accept, AuthenticationHeaderValue? authorization, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.UserAgent.ParseAdd("talos-observability");
        request.Headers.Authorization = authorization;
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        var headers = response.Headers.Concat(response.Content.Headers).ToImmutableDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
        using var copy = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, deadline.Token)) > 0)
        {
            copy.Write(buffer, 0, count);
            if (copy.Length > MostBytes)
                throw new PlatformException($"\"{Place(address)}\" answered more than {MostBytes >> 20} MiB.", "Try again later.");
        }

        return new PinAnswer(response.StatusCode, headers, copy.ToArray());
    }

    // Seconds or a date (RFC 9110, 10.2.3).
    private static TimeSpan PauseOf(PinAnswer answer, TimeProvider clock) =>
        RetryConditionHeaderValue.TryParse(answer.Header("Retry-After"), out var value)
            ? value.Delta ?? (value.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : TimeSpan.Zero)
            : TimeSpan.FromSeconds(1);
}
