using TalosPlatform.Cost;
using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Cost;

public class FocusCsvTest
{
    private static readonly string[] Mandatory =
    [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass",
        "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost", "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity",
        "PricingUnit", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName",
    ];

    [Fact]
    public void Every_mandatory_column_and_the_own_ones_are_there()
    {
        Assert.Empty(Mandatory.Except(FocusCsv.ColumnNames));
        Assert.Equal(["x_LowCost", "x_HighCost", "x_PriceAsOf"], FocusCsv.ColumnNames[^3..]);
        Assert.Equal(FocusCsv.ColumnNames.Length, FocusCsv.ColumnNames.Distinct().Count());
    }

    [Fact]
    public void An_estimate_is_written_as_it_was_accepted()
    {
        var settings = new CostSettings { NodeType = "m5.large", Nodes = 3, Purchase = "spot", Storage = [new("gp3", 40, Iops: 4000)], EgressGB = 500 };
        var csv = FocusCsv.Write(CostModel.Estimate(new CostInput(settings, CostTestFiles.Book("aws"), [], [], [])), new DateOnly(2026, 7, 15));
        Assert.All(csv.Split('\n')[..^1], line => Assert.EndsWith("\r", line, StringComparison.Ordinal));
        Golden.Check("focus.csv", csv.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Rows_add_up_to_the_bill()
    {
        var section = CostModel.Estimate(new CostInput(new CostSettings { NodeType = "m5.large", Nodes = 3, Purchase = "spot", EgressGB = 20_000 }, CostTestFiles.Book("aws"), [], [], []));
        var rows = FocusCsv.Write(section, new DateOnly(2026, 12, 1)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')).ToList();
        Assert.Equal(section.Billed, rows.Sum(r => decimal.Parse(r[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(rows, r => Assert.Equal("2027-01-01T00:00:00Z", r[4]));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=HYPERLINK(\"http://evil\",\"x\")", "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    public void Text_is_quoted_and_never_a_formula(string name, string cell)
    {
        var section = new CostSection { Provider = "aws", Lines = [new CostLine(name, 1, "hour", 1, 1, "s")] };
        Assert.Contains($",{cell},Usage-Based,", FocusCsv.Write(section, new DateOnly(2026, 7, 1)), StringComparison.Ordinal);
    }
}
