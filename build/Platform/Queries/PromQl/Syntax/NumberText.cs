using System.Globalization;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Numbers as PromQL reads them.</summary>
internal static class NumberText
{
    /// <summary>The shortest decimal that reads back as the same number; <c>+Inf</c>, <c>-Inf</c> and <c>NaN</c> otherwise.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";
        return value.ToString("R", CultureInfo.InvariantCulture);
    }
}
