using TalosPlatform.Cost;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Cost.Prices;

namespace TalosPlatform.Tests.Cost;

public class NodePricingTest
{
    private static readonly PriceBook Aws = CostTestFiles.Book("aws");
    private static readonly PriceBook Gcp = CostTestFiles.Book("gcp");

    [Fact]
    public void A_price_splits_into_CPU_and_memory()
    {
        var (core, gibibyte) = NodePricing.Split(0.096m, 2, 8);
        Assert.Equal(0.031247m, Math.Round(core, 6));
        Assert.Equal(0.004188m, Math.Round(gibibyte, 6));
        Assert.Equal(0.096m, Math.Round(2 * core + 8 * gibibyte, 20));
        Assert.Equal(7.4607m, Math.Round(NodePricing.CpuToMemory, 4));
    }

    [Theory]
    [InlineData("n1", 0.25, 0.25)]
    [InlineData("n1", 0.5, 0.45)]
    [InlineData("n1", 0.75, 0.60)]
    [InlineData("n1", 1.0, 0.70)]
    [InlineData("n1", 0.375, 0.35)]
    [InlineData("n2", 0.25, 0.25)]
    [InlineData("n2", 0.5, 0.46695)]
    [InlineData("n2", 0.75, 0.6502)]
    [InlineData("n2", 1.0, 0.80)]
    public void Sustained_use_falls_by_quarters(string family, decimal month, decimal charged) =>
        Assert.Equal(charged, Gcp.SustainedUse.Single(s => s.Families.Contains(family)).Charged(month));

    [Fact]
    public void E2_has_no_sustained_use() => Assert.Null(Gcp.SustainedUseOf(Gcp.Node("e2-medium")));

    [Fact]
    public void The_published_price_with_sustained_use_is_met() =>
        Assert.Equal(0.532m, NodePricing.Of(Gcp.Node("n1-standard-16"), Gcp, "on-demand", 730).Monthly.Expected / 730);

    [Fact]
    public void What_is_paid_up_front_is_spread_over_the_term()
    {
        Assert.Equal(0.02m, new ReservedPrice("1y", 0, 175.2m).AmortisedHourly);
        Assert.Equal(0.03m, new ReservedPrice("3y", 0.01m, 525.6m).AmortisedHourly);
        Assert.Equal(0.0261m * 730, NodePricing.Of(Aws.Node("t3.medium"), Aws, "reserved-1y", 730).Monthly.Expected);
        Assert.Equal(0.018m * 730, NodePricing.Of(Aws.Node("t3.medium"), Aws, "reserved-3y", 100).Monthly.Expected);
    }

    [Fact]
    public void Spot_is_a_range()
    {
        var pricing = NodePricing.Of(Aws.Node("m5.large"), Aws, "spot", 730);
        Assert.Equal(new Estimate(0.0319m, 0.0386m, 0.0453m) * 730, pricing.Monthly);
        var single = NodePricing.Of(Aws.Node("m5.large") with { Spot = (0.03m, 0.03m) }, Aws, "spot", 1);
        Assert.Equal((0.03m, 0.0426m), (single.Monthly.Low, single.Monthly.High));
    }

    [Theory]
    [InlineData("spot")]
    [InlineData("reserved-1y")]
    public void A_missing_price_is_a_gap_and_never_zero(string purchase)
    {
        var pricing = NodePricing.Of(Aws.Node("m6i.large"), Aws, purchase, 730);
        Assert.Equal(0.096m * 730, pricing.Monthly.Expected);
        Assert.Contains(purchase, pricing.Gap, StringComparison.Ordinal);
    }
}
