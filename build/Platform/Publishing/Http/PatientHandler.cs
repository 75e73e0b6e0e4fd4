namespace TalosPlatform.Publishing.Http;

/// <summary>Sends requests again after failures of the server and limits of its rate, until a deadline for all of them.</summary>
/// <param name="inner">Sends.</param>
/// <param name="clock">Clock of pauses and of the deadline.</param>
/// <param name="deadline">Time for all requests together, pauses included.</param>
/// <param name="onPause">Told before every pause.</param>
internal sealed class PatientHandler(HttpMessageHandler inner, TimeProvider clock, TimeSpan deadline, Action<string> onPause) : DelegatingHandler(inner)
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(30);
    private readonly long _start = clock.GetTimestamp();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        // Asking a GraphQL server is a POST that changes nothing.
        var repeatable = request.Method != HttpMethod.Post || request.RequestUri!.AbsolutePath.EndsWith("/graphql", StringComparison.Ordinal);
        for (var attempt = 0; ; attempt++)
        {
            HttpResponseMessage? response = null;
            Exception? failure = null;
            var body = "";
            try
            {
                (response, body) = await TryAsync(request, cancellationToken);
            }
            catch (Exception error) when (error is HttpRequestException or IOException || error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                failure = error is OperationCanceledException ? new HttpRequestException($"no answer within {OneTry.TotalSeconds:0} s", error) : error;
            }

            if (response is { IsSuccessStatusCode: true })
                return response;
            if (response?.Headers.Location is { IsAbsoluteUri: true } elsewhere && elsewhere.Authority != request.RequestUri!.Authority)
            {
                // Whoever follows it would take the token along.
                response.Dispose();
                throw new HttpRequestException($"it sends us on to \"{elsewhere.Authority}\"");
            }

            string? Header(string name) => response is not null && response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
            var pause = RetryPause.Of(response?.StatusCode, Header, body, repeatable, attempt, clock.GetUtcNow());
            if (pause is not { } wait || clock.GetElapsedTime(_start) + wait > deadline)
                return response ?? throw new HttpRequestException(failure!.Message, failure);
            onPause(FormattableString.Invariant($"{request.RequestUri!.Host} {(response is null ? "cannot be reached" : $"answered {(int)response.StatusCode}")}; trying again in {wait.TotalSeconds:0} s"));
            response?.Dispose();
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private async Task<(HttpResponseMessage Response, string Body)> TryAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(OneTry);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var response = await base.SendAsync(request, either.Token);
        if (response.IsSuccessStatusCode)
            return (response, "");
        await response.Content.LoadIntoBufferAsync(1024 * 1024, either.Token);
        return (response, await response.Content.ReadAsStringAsync(either.Token));
    }
}
