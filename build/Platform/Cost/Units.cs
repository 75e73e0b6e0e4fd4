namespace TalosPlatform.Cost;

/// <summary>Units of the cost model.</summary>
public static class Units
{
    /// <summary>Hours of a month as clouds and OpenCost count them: 8760 / 12.</summary>
    public const decimal HoursPerMonth = 730;

    /// <summary>Bytes of a GiB.</summary>
    public const decimal GiB = 1024m * 1024 * 1024;

    /// <summary>Bytes of a MiB.</summary>
    public const decimal MiB = 1024m * 1024;

    /// <summary>The same number without zeros at its end, which decimals keep otherwise.</summary>
    public static decimal Trim(decimal number) => number / 1.000000000000000000000000000000m;
}
