using System.Text.Json.Serialization;
using GrpcOrders.Faults;
using GrpcOrders.Protos;

namespace GrpcOrders.Gateway;

/// <summary>Body of <c>POST /orders</c>.</summary>
public sealed record NewOrder(string? Item, int Quantity, string? Currency);

/// <summary>What the stock service is asked for.</summary>
public sealed record StockWish(string Item, int Quantity);

/// <summary>What is read of the catalogue's answer.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record CatalogueItem(long Cents);

/// <summary>An order as the gateway shows it; the total is in units of the currency.</summary>
public sealed record OrderView(string Id, string Item, int Quantity, string Currency, decimal Total, string PlacedAt)
{
    /// <summary>From the gRPC message.</summary>
    public static OrderView Of(Order order) =>
        new(order.Id, order.Item, order.Quantity, order.Currency, order.TotalCents / 100m, order.PlacedAt);
}

/// <summary>Answer of <c>GET /orders</c>.</summary>
public sealed record OrderList(IReadOnlyList<OrderView> Orders);

/// <summary>Every answer that is not a success.</summary>
public sealed record Failure(string Error);

/// <summary>Answer of the health endpoints.</summary>
public sealed record Health(string Status);

/// <summary>Serializers generated at build time: nothing is left to reflection when the process starts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NewOrder)), JsonSerializable(typeof(OrderView)), JsonSerializable(typeof(OrderList))]
[JsonSerializable(typeof(CatalogueItem)), JsonSerializable(typeof(StockWish)), JsonSerializable(typeof(Failure)), JsonSerializable(typeof(Health)), JsonSerializable(typeof(FaultSettings)), JsonSerializable(typeof(FaultChange))]
public sealed partial class Json : JsonSerializerContext;
