namespace GrpcOrders.Orders;

/// <summary>What can be bought. A fixed list, so that an item is safe to use as a metric label.</summary>
public static class Catalogue
{
    private static readonly Dictionary<string, long> CentsOf = new(StringComparer.Ordinal)
    {
        ["book"] = 1250, ["lamp"] = 3900, ["mug"] = 890, ["pen"] = 120,
    };

    /// <summary>Names of the items, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Items => CentsOf.Keys;

    /// <summary>Accepted currencies; a price is the same number in each.</summary>
    public static IReadOnlyCollection<string> Currencies { get; } = ["EUR", "USD"];

    /// <summary>Built-in price of one piece in cents, or false when the item is unknown.</summary>
    public static bool TryGetPrice(string item, out long cents) => CentsOf.TryGetValue(item, out cents);
}
