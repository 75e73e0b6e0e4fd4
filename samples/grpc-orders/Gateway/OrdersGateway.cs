using Grpc.Core;
using GrpcOrders.Protos;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GrpcOrders.Gateway;

/// <summary>The JSON face of the gRPC service: each route makes one real gRPC call and translates its status.</summary>
public static class OrdersGateway
{
    /// <summary>Adds <c>/orders</c> and <c>/orders/{id}</c>.</summary>
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/orders", (string? limit, Protos.OrderService.OrderServiceClient orders, CancellationToken cancel) => Answer(async () =>
        {
            if (!int.TryParse(limit ?? "20", out var count))
                return Fail(StatusCodes.Status400BadRequest, "limit must be a number from 1 to 100.");
            var reply = await orders.ListOrdersAsync(new ListOrdersRequest { Limit = count }, cancellationToken: cancel);
            return TypedResults.Json(new OrderList([.. reply.Orders.Select(OrderView.Of)]), Json.Default.OrderList);
        }));

        routes.MapGet("/orders/{id}", (string id, Protos.OrderService.OrderServiceClient orders, CancellationToken cancel) => Answer(async () =>
            Show(await orders.GetOrderAsync(new GetOrderRequest { Id = id }, cancellationToken: cancel), StatusCodes.Status200OK)));

        routes.MapPost("/orders", (HttpRequest request, Protos.OrderService.OrderServiceClient orders, CancellationToken cancel) => Answer(async () =>
        {
            var (order, problem) = await JsonBody.Read(request, Json.Default.NewOrder, cancel);
            if (order is null)
                return problem!;
            var placed = await orders.PlaceOrderAsync(
                new PlaceOrderRequest { Item = order.Item ?? "", Quantity = order.Quantity, Currency = order.Currency ?? "" },
                cancellationToken: cancel);
            return Show(placed, StatusCodes.Status201Created);
        }));
    }

    private static async Task<IResult> Answer(Func<Task<IResult>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException failure)
        {
            return Fail(StatusFor(failure.StatusCode), failure.Status.Detail);
        }
    }

    private static int StatusFor(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.FailedPrecondition => StatusCodes.Status409Conflict,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static JsonHttpResult<OrderView> Show(Order order, int status) => TypedResults.Json(OrderView.Of(order), Json.Default.OrderView, statusCode: status);

    private static JsonHttpResult<Failure> Fail(int status, string message) => TypedResults.Json(new Failure(message), Json.Default.Failure, statusCode: status);
}
