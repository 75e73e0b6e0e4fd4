namespace TalosPlatform.Reports.Formats;

/// <summary>How values of one magnitude are shown: multiply by the factor, then write prefix and suffix around the number.</summary>
/// <param name="Factor">What a raw value is multiplied by.</param>
/// <param name="Prefix">Text before the number, such as a currency sign.</param>
/// <param name="Suffix">Text behind the number, with its own leading space where one belongs.</param>
public readonly record struct UnitScale(double Factor, string Prefix, string Suffix);

/// <summary>Which multiples make an axis easy to read.</summary>
public enum TickBase
{
    /// <summary>1, 2 and 5 times powers of ten.</summary>
    Decimal,

    /// <summary>1, 2, 5, 10, … 512 times powers of 1024.</summary>
    Binary,

    /// <summary>Seconds: multiples that divide minutes, hours and days.</summary>
    Seconds,
}
