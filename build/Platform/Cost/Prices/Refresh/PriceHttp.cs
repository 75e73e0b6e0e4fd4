using System.Net;
using Polly;
using Polly.Retry;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost.Prices.Refresh;

/// <summary>GET with retries, for lists of prices.</summary>
/// <param name="http">The client; its timeout is the deadline of each try.</param>
/// <param name="clock">Clock of the pauses between tries.</param>
internal sealed class PriceHttp(HttpClient http, TimeProvider clock)
{
    private readonly ResiliencePipeline<HttpResponseMessage> _retries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>()
                .HandleResult(r => r.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError),
            OnRetry = retry =>
            {
                retry.Outcome.Result?.Dispose();
                return ValueTask.CompletedTask;
            },
        }).Build();

    /// <summary>Gets an address and hands the body over as it arrives.</summary>
    /// <exception cref="PlatformException">It cannot be reached, answers an error, or the answer makes no sense.</exception>
    public async Task<T> GetAsync<T>(Uri address, IReadOnlyDictionary<string, string> headers, Func<Stream, Task<T>> read, CancellationToken cancellation)
    {
        var place = address.GetLeftPart(UriPartial.Path);
        try
        {
            using var response = await _retries.ExecuteAsync(async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                foreach (var (name, value) in headers)
                    request.Headers.Add(name, value);
                return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            }, cancellation);
            if (!response.IsSuccessStatusCode)
                throw new PlatformException($"\"{place}\" answered {(int)response.StatusCode}.", response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest ? "Check the key and the region." : "Try again later.");
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return await read(body);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PlatformException($"\"{place}\" cannot be read: {error.Message}", "Check the network or try again later.", inner: error);
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new PlatformException($"\"{place}\" answered something that is no list of prices: {error.Message}", "Try again later.", inner: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new PlatformException($"\"{place}\" did not answer within {http.Timeout.TotalSeconds:0} s.", "Try again later.", inner: error);
        }
    }
}
