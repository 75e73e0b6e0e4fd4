using PostgresCatalog.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PostgresCatalog.Faults;

/// <summary><c>/faults</c>: see, replace (PUT), change (POST) or clear (DELETE) the switches.</summary>
public static class FaultEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/faults", (FaultRunner faults) => Show(faults));
        routes.MapPut("/faults", (HttpRequest request, FaultRunner faults, CancellationToken cancel) =>
            Change(request, faults, new FaultSettings(), cancel));
        routes.MapPost("/faults", (HttpRequest request, FaultRunner faults, CancellationToken cancel) =>
            Change(request, faults, faults.Now, cancel));
        routes.MapDelete("/faults", (FaultRunner faults) =>
        {
            faults.Set(new FaultSettings());
            return Show(faults);
        });
    }

    private static async Task<IResult> Change(HttpRequest request, FaultRunner faults, FaultSettings start, CancellationToken cancel)
    {
        var (change, problem) = await JsonBody.Read(request, Json.Default.FaultChange, cancel);
        if (change is null)
            return problem!;
        var settings = change.ApplyTo(start);
        if (settings.Problem() is { } message)
            return TypedResults.Json(new Failure(message), Json.Default.Failure, statusCode: StatusCodes.Status400BadRequest);
        faults.Set(settings);
        return Show(faults);
    }

    private static JsonHttpResult<FaultSettings> Show(FaultRunner faults) => TypedResults.Json(faults.Now, Json.Default.FaultSettings);
}
