namespace TalosPlatform.Cost.Prices;

/// <summary>Where a price comes from and when it was true.</summary>
/// <param name="Id">Short name inside the price file.</param>
/// <param name="Name">Name of the published list.</param>
/// <param name="Url">Where the list is published.</param>
/// <param name="AsOf">Day the price was read.</param>
public sealed record PriceSource(string Id, string Name, string Url, DateOnly AsOf)
{
    /// <summary>Name and date, as reports show them.</summary>
    public override string ToString() => $"{Name}, as of {AsOf:yyyy-MM-dd}";
}
