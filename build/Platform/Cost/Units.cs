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
}
