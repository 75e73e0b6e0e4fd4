using Grpc.Net.Client;
using GrpcOrders.Gateway;

namespace GrpcOrders;

/// <summary>Ready once the gateway has a connection to the gRPC listener; on SIGTERM not ready first, closed later.</summary>
public sealed class Lifecycle(Settings settings, Readiness readiness, GrpcChannel channel) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await channel.ConnectAsync(cancellationToken);
        readiness.Started();
    }

    /// <summary>Gives load balancers time to see <c>/readyz</c> fail before connections are refused.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(settings.ShutdownDelay, cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
