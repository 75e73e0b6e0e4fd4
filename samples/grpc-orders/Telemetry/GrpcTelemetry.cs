using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcOrders.Telemetry;

/// <summary>Measures each gRPC call by service, method and status code.</summary>
public sealed class GrpcTelemetry(AppMetrics metrics) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var started = Stopwatch.GetTimestamp();
        var code = StatusCode.Unknown;
        try
        {
            var response = await continuation(request, context);
            code = context.Status.StatusCode;
            return response;
        }
        catch (RpcException failure)
        {
            code = failure.StatusCode;
            throw;
        }
        catch (OperationCanceledException)
        {
            code = StatusCode.Cancelled;
            throw;
        }
        finally
        {
            var name = context.Method.AsSpan(1);
            var slash = name.IndexOf('/');
            metrics.GrpcAnswered(name[..slash].ToString(), name[(slash + 1)..].ToString(), code.ToString(), Stopwatch.GetElapsedTime(started));
        }
    }
}
