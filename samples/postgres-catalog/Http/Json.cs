using System.Text.Json.Serialization;
using PostgresCatalog.Catalogue;
using PostgresCatalog.Faults;

namespace PostgresCatalog.Http;

/// <summary>Answer of <c>GET /items</c>.</summary>
public sealed record ItemList(IReadOnlyList<Item> Items);

/// <summary>Body of <c>POST /prices</c>.</summary>
public sealed record NewPrice(string? Item, long Cents);

/// <summary>Every answer that is not a success.</summary>
public sealed record Failure(string Error);

/// <summary>Answer of the health endpoints.</summary>
public sealed record Health(string Status);

/// <summary>Serializers generated at build time: nothing is left to reflection when the process starts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ItemList)), JsonSerializable(typeof(Item)), JsonSerializable(typeof(NewPrice))]
[JsonSerializable(typeof(Failure)), JsonSerializable(typeof(Health)), JsonSerializable(typeof(FaultSettings)), JsonSerializable(typeof(FaultChange))]
public sealed partial class Json : JsonSerializerContext;
