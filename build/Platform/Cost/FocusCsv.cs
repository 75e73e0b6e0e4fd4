using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost;

/// <summary>Writes an estimate in the columns of FOCUS 1.2 (https://focus.finops.org/focus-specification/v1-2/): its mandatory ones,
/// those that fit an estimate, and the platform's own <c>x_LowCost</c>, <c>x_HighCost</c>, <c>x_PriceAsOf</c>.</summary>
public static class FocusCsv
{
    private static readonly (string Column, Func<Row, string> Value)[] Columns =
    [
        ("BilledCost", r => Number(r.Line.Monthly)),
        ("BillingAccountId", _ => "estimate"),
        ("BillingAccountName", _ => "Estimate"),
        ("BillingCurrency", r => r.Section.Currency),
        ("BillingPeriodEnd", r => r.End),
        ("BillingPeriodStart", r => r.Start),
        ("ChargeCategory", _ => "Usage"),
        ("ChargeClass", _ => ""),
        ("ChargeDescription", r => Text(r.Line.Name)),
        ("ChargeFrequency", _ => "Usage-Based"),
        ("ChargePeriodEnd", r => r.End),
        ("ChargePeriodStart", r => r.Start),
        ("ConsumedQuantity", r => Number(r.Line.Quantity)),
        ("ConsumedUnit", r => Text(r.Line.Unit)),
        ("ContractedCost", r => Number(r.Line.Monthly)),
        ("ContractedUnitPrice", r => Number(r.Line.UnitPrice)),
        ("EffectiveCost", r => Number(r.Line.Monthly)),
        ("InvoiceIssuerName", r => Provider(r.Section)),
        ("ListCost", r => Number(r.Line.List)),
        ("ListUnitPrice", r => Number(r.Line.Quantity == 0 ? r.Line.UnitPrice : r.Line.List / r.Line.Quantity)),
        ("PricingCategory", r => r.Line.Pricing switch { "dynamic" => "Dynamic", "committed" => "Committed", _ => "Standard" }),
        ("PricingCurrency", r => r.Section.Currency),
        ("PricingQuantity", r => Number(r.Line.Quantity)),
        ("PricingUnit", r => Text(r.Line.Unit)),
        ("ProviderName", r => Provider(r.Section)),
        ("PublisherName", r => Provider(r.Section)),
        ("RegionId", r => Text(r.Section.Region)),
        ("RegionName", r => Text(r.Section.Region)),
        ("ServiceCategory", r => Category(r.Line.Category)),
        ("ServiceName", r => Text(r.Line.Service)),
        ("SkuId", r => Text(r.Line.Sku)),
        ("SkuPriceId", r => Text(r.Line.Sku)),
        ("x_LowCost", r => Number(r.Line.Low)),
        ("x_HighCost", r => Number(r.Line.High)),
        ("x_PriceAsOf", r => Text(r.Line.AsOf)),
    ];

    /// <summary>Names of the columns, in order.</summary>
    public static ImmutableArray<string> ColumnNames { get; } = [.. Columns.Select(c => c.Column)];

    /// <summary>One row for each line of the bill, as RFC 4180 CSV with CRLF.</summary>
    /// <param name="section">The estimate.</param>
    /// <param name="month">The month it is for; only year and month count.</param>
    public static string Write(CostSection section, DateOnly month)
    {
        var start = new DateOnly(month.Year, month.Month, 1);
        var csv = new StringBuilder();
        Append(csv, ColumnNames);
        foreach (var line in section.Lines)
            Append(csv, Columns.Select(c => c.Value(new Row(section, line, Instant(start), Instant(start.AddMonths(1))))));
        return csv.ToString();
    }

    private static void Append(StringBuilder csv, IEnumerable<string> cells) => csv.AppendJoin(',', cells.Select(Quote)).Append("\r\n");

    // RFC 4180: a cell with a comma, a quote or a line break is quoted, and quotes in it are doubled.
    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Spreadsheets run a cell that begins like a formula (OWASP, CSV injection): an apostrophe makes it text.
    private static string Text(string text) => text.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    private static string Number(decimal number) => number.ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Instant(DateOnly day) => day.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);

    private static string Provider(CostSection section) => section.Provider switch
    {
        "aws" => "AWS",
        "gcp" => "Google Cloud",
        "azure" => "Microsoft",
        var other => Text(other),
    };

    private static string Category(string category) => category switch
    {
        "compute" or "control-plane" => "Compute",
        "storage" => "Storage",
        "network" => "Networking",
        _ => "Other",
    };

    private sealed record Row(CostSection Section, CostLine Line, string Start, string End);
}
