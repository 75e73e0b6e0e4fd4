using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcOrders.Faults;

/// <summary>Delays and fails gRPC calls as the switches say: the HTTP gateway shows what its backend suffers.</summary>
public sealed class FaultInterceptor(FaultRunner faults) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var now = faults.Now;
        if (now.LatencyMs > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(now.LatencyMs), context.CancellationToken);
        if (now.ErrorRate > 0 && Random.Shared.NextDouble() < now.ErrorRate)
            throw new RpcException(new Status(StatusCode.Internal, "Failed by the fault switch."));
        return await continuation(request, context);
    }
}
