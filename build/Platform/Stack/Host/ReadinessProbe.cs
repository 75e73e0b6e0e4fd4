using System.Net;
using System.Net.Sockets;

namespace TalosPlatform.Stack.Host;

/// <summary>Asks a process whether it is ready.</summary>
internal sealed class ReadinessProbe(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong; null when it is ready.</summary>
    public async Task<string?> AskAsync(Uri address, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            if (address.Scheme == "tcp")
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(address.Host, address.Port, patience.Token);
                return null;
            }

            using var answer = await http.GetAsync(address, patience.Token);
            return answer.StatusCode == HttpStatusCode.OK ? null : $"{address} answers {(int)answer.StatusCode}";
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            return $"{address} does not answer";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{address} accepts but does not answer";
        }
    }
}
