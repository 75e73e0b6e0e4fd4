using System.Diagnostics;
using System.Globalization;
using PostgresCatalog.Http;

namespace PostgresCatalog.Telemetry;

/// <summary>Measures and logs each HTTP request, and answers 500 for what nobody caught.</summary>
public sealed partial class HttpTelemetry(RequestDelegate next, AppMetrics metrics, ILogger<HttpTelemetry> log)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (HealthEndpoints.IsProbe(context.Request.Path))
        {
            await next(context);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        using (metrics.Active())
        {
            try
            {
                await next(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
            catch (Exception failure) when (!context.Response.HasStarted)
            {
                Unexpected(log, failure);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsJsonAsync(new Failure("Something went wrong here."), Json.Default.Failure);
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";
        var method = KnownMethod(context.Request.Method);
        metrics.HttpAnswered(method, route, context.Response.StatusCode.ToString(CultureInfo.InvariantCulture), elapsed);
        Answered(log, method, route, context.Response.StatusCode, Math.Round(elapsed.TotalMilliseconds, 3));
    }

    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" ? method : "other";

    [LoggerMessage(LogLevel.Information, "{method} {route} answered {status_code} in {duration_ms} ms")]
    private static partial void Answered(ILogger log, string method, string route, int status_code, double duration_ms);

    [LoggerMessage(LogLevel.Error, "The request failed unexpectedly")]
    private static partial void Unexpected(ILogger log, Exception failure);
}
