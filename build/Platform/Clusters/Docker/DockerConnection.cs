using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>A connection to an engine, made when it is first needed; turns transport errors into ones a user can act on.</summary>
public sealed class DockerConnection(DockerEndpoint endpoint) : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);
    private readonly Lazy<DockerClient> _client = new(() => new DockerClientBuilder().WithEndpoint(endpoint.Address).WithTimeout(Timeout.InfiniteTimeSpan).Build());

    /// <summary>Where it leads.</summary>
    public DockerEndpoint Endpoint => endpoint;

    /// <summary>Asks the engine something that it answers at once.</summary>
    /// <param name="question">The call.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="within">How long it may take; null for the usual 20 seconds.</param>
    /// <exception cref="PlatformException">The engine cannot be reached or does not answer in time.</exception>
    public async Task<T> AskAsync<T>(Func<DockerClient, CancellationToken, Task<T>> question, CancellationToken cancellation, TimeSpan? within = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(within ?? AnswerWithin);
        try
        {
            return await question(_client.Value, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw DockerTroubles.Unreachable(endpoint, $"it did not answer within {(within ?? AnswerWithin).TotalSeconds:0} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or UnauthorizedAccessException or TimeoutException)
        {
            throw DockerTroubles.Unreachable(endpoint, DockerTroubles.Reason(endpoint, error));
        }
    }

    /// <summary>Like <see cref="AskAsync"/>, but what is gone already is no error.</summary>
    public Task<bool> AskUnlessGoneAsync(Func<DockerClient, CancellationToken, Task> question, CancellationToken cancellation) => AskAsync(async (client, stop) =>
    {
        try
        {
            await question(client, stop);
            return true;
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }
}
