using System.Globalization;
using Grpc.Core;
using GrpcOrders.Protos;
using GrpcOrders.Telemetry;

namespace GrpcOrders.Orders;

/// <summary>The gRPC service. Every answer that is not an order is a status with a message for the caller.</summary>
public sealed partial class OrderService(OrderStore store, CatalogueClient catalogue, StockClient stock, AppMetrics metrics, TimeProvider clock, ILogger<OrderService> log)
    : Protos.OrderService.OrderServiceBase
{
    /// <inheritdoc/>
    public override async Task<Order> PlaceOrder(PlaceOrderRequest request, ServerCallContext context)
    {
        var currency = request.Currency.Length == 0 ? "EUR" : request.Currency;
        if (!Catalogue.TryGetPrice(request.Item, out var builtIn))
            throw Rejected("item", $"item must be one of {string.Join(", ", Catalogue.Items)}.");
        if (request.Quantity is < 1 or > 100)
            throw Rejected("quantity", "quantity must be from 1 to 100.");
        if (!Catalogue.Currencies.Contains(currency))
            throw Rejected("currency", $"currency must be one of {string.Join(", ", Catalogue.Currencies)}.");

        var cents = await catalogue.PriceAsync(request.Item, builtIn, context.CancellationToken);
        await stock.ReserveAsync(request.Item, request.Quantity, context.CancellationToken);
        var order = store.Add(new Order
        {
            Item = request.Item, Quantity = request.Quantity, Currency = currency, TotalCents = cents * request.Quantity,
            PlacedAt = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        });
        metrics.OrderPlaced(order);
        Placed(log, order.Id, order.Item, order.Quantity, order.TotalCents / 100m, order.Currency);
        return order;
    }

    /// <inheritdoc/>
    public override Task<Order> GetOrder(GetOrderRequest request, ServerCallContext context) =>
        Task.FromResult(store.Find(request.Id) ?? throw new RpcException(new Status(StatusCode.NotFound, "No order has this id.")));

    /// <inheritdoc/>
    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context) =>
        request.Limit is < 1 or > 100
            ? throw Rejected("limit", "limit must be from 1 to 100.")
            : Task.FromResult(new ListOrdersResponse { Orders = { store.Newest(request.Limit) } });

    private RpcException Rejected(string field, string message)
    {
        metrics.OrderRejected(field);
        return new RpcException(new Status(StatusCode.InvalidArgument, message));
    }

    [LoggerMessage(LogLevel.Information, "Order placed: {quantity} {item} for {total} {currency}, id {order_id}")]
    private static partial void Placed(ILogger log, string order_id, string item, int quantity, decimal total, string currency);
}
