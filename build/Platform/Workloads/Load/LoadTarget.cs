using System.Text;
using TalosPlatform.Shared.Network;
using TalosPlatform.Shared;
using TalosPlatform.Stack;

namespace TalosPlatform.Workloads.Load;

/// <summary>Sends single requests to a service, over connections that are kept from level to level.</summary>
internal sealed class LoadTarget : IDisposable
{
    private readonly HttpClient _http;
    private readonly WeightedRequests _requests;
    private readonly TimeSpan _timeout;

    public LoadTarget(LoadService service, int connections, TimeSpan timeout)
    {
        Name = service.Name;
        var root = new Uri(service.BaseAddress.AbsoluteUri.TrimEnd('/') + "/");
        foreach (var request in service.Requests)
        {
            if (ServicePath.Below(root, request.Path) is null)
                throw new PlatformException($"The path \"{request.Path}\" leads out of \"{service.Name}\".", "Write a path below the service's root, without \"..\".");
        }

        _requests = new WeightedRequests(service.Requests.IsEmpty ? [new AppRequest("GET", "/", 1, null, null)] : service.Requests);
        _timeout = timeout;
        _http = service.Client ?? Direct(root, connections);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("talos-platform-load/1");
    }

    public string Name { get; }

    private static HttpClient Direct(Uri root, int connections) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = connections,
        ConnectCallback = static (context, cancellation) => PrivateAddress.ConnectAsync(context.DnsEndPoint, cancellation),
    })
    {
        BaseAddress = root,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The request that is next by weight. Not thread-safe: one pacer asks.</summary>
    public AppRequest Next() => _requests.Next();

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <returns>Whether it was answered, in time and with anything but 5xx.</returns>
    public async Task<bool> SendAsync(AppRequest wanted, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_timeout);
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(wanted.Method), ServicePath.Below(_http.BaseAddress!, wanted.Path));
            if (wanted.Body is not null)
                request.Content = new StringContent(wanted.Body, Encoding.UTF8, wanted.ContentType ?? "application/json");
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            await response.Content.CopyToAsync(Stream.Null, timeout.Token);
            return (int)response.StatusCode < 500;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or PlatformException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}
