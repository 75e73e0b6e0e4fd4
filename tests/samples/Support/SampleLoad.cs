using System.Text;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>Sends the requests that a sample's app.yaml names, one after the other, until it is disposed.</summary>
public sealed class SampleLoad : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _loops;

    public SampleLoad(string sample, Uri address) => _loops = [.. Enumerable.Range(0, 2).Select(start => Task.Run(() => SendAsync(AppManifest.Of(sample).Load, address, start)))];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_loops);
        _end.Dispose();
    }

    private async Task SendAsync(List<AppManifest.Request> requests, Uri address, int start)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        for (var turn = start; !_end.IsCancellationRequested; turn++)
        {
            var request = requests[turn % requests.Count];
            try
            {
                using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
                if (request.Body is not null)
                    message.Content = new StringContent(request.Body, Encoding.UTF8, request.ContentType!);
                using var answer = await http.SendAsync(message, _end.Token);
                await Task.Delay(Pause, _end.Token);
            }
            catch (Exception expected) when (expected is HttpRequestException or OperationCanceledException)
            {
                // The sample crashed on request, or the load ends.
            }
        }
    }
}
