using Microsoft.AspNetCore.Http.HttpResults;

namespace PostgresCatalog.Http;

/// <summary>Tells whether this process should get requests: from the moment the schema is up to date until shutdown begins.</summary>
public sealed class Readiness(IHostApplicationLifetime lifetime)
{
    private volatile bool _started;

    /// <summary>True while requests are welcome.</summary>
    public bool IsReady => _started && !lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Start-up is complete.</summary>
    public void Started() => _started = true;
}

/// <summary><c>/healthz</c>: restart me when this fails. <c>/readyz</c>: send me nothing while this fails.</summary>
public static class HealthEndpoints
{
    /// <summary>Paths that are asked all the time by machines: not traced, not logged at info, not counted as traffic.</summary>
    public static bool IsProbe(PathString path) => path.Value is "/healthz" or "/readyz" or "/metrics";

    /// <summary>Adds both endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Answer(true, "alive"));
        routes.MapGet("/readyz", (Readiness readiness) => readiness.IsReady ? Answer(true, "ready") : Answer(false, "not ready"));
    }

    private static JsonHttpResult<Health> Answer(bool good, string status) => TypedResults.Json(
        new Health(status), Json.Default.Health, statusCode: good ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
