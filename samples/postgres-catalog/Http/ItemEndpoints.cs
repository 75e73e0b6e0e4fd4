using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PostgresCatalog.Catalogue;
using PostgresCatalog.Database;
using PostgresCatalog.Faults;

namespace PostgresCatalog.Http;

/// <summary>The catalogue over HTTP.</summary>
public static partial class ItemEndpoints
{
    private const long MostCents = 1_000_000;

    /// <summary>Adds <c>/items</c>, <c>/items/{name}</c> and <c>/prices</c>.</summary>
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/items", (Items items, FaultRunner faults, ILogger<Items> log, CancellationToken cancel) => Answer(faults, log, async () =>
            TypedResults.Json(new ItemList(await items.AllAsync(cancel)), Json.Default.ItemList), cancel));

        routes.MapGet("/items/{name}", (string name, Items items, FaultRunner faults, ILogger<Items> log, CancellationToken cancel) => Answer(faults, log, async () =>
            await items.FindAsync(name, cancel) is { } item ? Show(item, StatusCodes.Status200OK) : Fail(StatusCodes.Status404NotFound, "No item has this name."), cancel));

        routes.MapPost("/prices", (HttpRequest request, Items items, FaultRunner faults, ILogger<Items> log, CancellationToken cancel) => Answer(faults, log, async () =>
        {
            var (price, problem) = await JsonBody.Read(request, Json.Default.NewPrice, cancel);
            if (price is null)
                return problem!;
            if (price.Item is not { Length: > 0 } name)
                return Fail(StatusCodes.Status400BadRequest, "item must be the name of an item.");
            if (price.Cents is < 1 or > MostCents)
                return Fail(StatusCodes.Status400BadRequest, "cents must be from 1 to 1000000.");
            return await items.SetPriceAsync(name, price.Cents, cancel)
                ? Show(new Item(name, price.Cents), StatusCodes.Status201Created)
                : Fail(StatusCodes.Status400BadRequest, $"item must be one of {string.Join(", ", (await items.AllAsync(cancel)).Select(item => item.Name))}.");
        }, cancel));
    }

    private static async Task<IResult> Answer(FaultRunner faults, ILogger log, Func<Task<IResult>> work, CancellationToken cancel)
    {
        if (await faults.FailsAsync(cancel))
            return Fail(StatusCodes.Status500InternalServerError, "Failed by the fault switch.");
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is NpgsqlException or PoolExhaustedException)
        {
            Unavailable(log, failure.Message);
            return Fail(StatusCodes.Status503ServiceUnavailable, failure is PoolExhaustedException ? failure.Message : "The database cannot answer now.");
        }
    }

    private static JsonHttpResult<Item> Show(Item item, int status) => TypedResults.Json(item, Json.Default.Item, statusCode: status);

    private static JsonHttpResult<Failure> Fail(int status, string message) => TypedResults.Json(new Failure(message), Json.Default.Failure, statusCode: status);

    [LoggerMessage(LogLevel.Error, "The database did not answer: {reason}")]
    private static partial void Unavailable(ILogger log, string reason);
}
