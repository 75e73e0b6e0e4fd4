using System.Text.RegularExpressions;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Cost;

public partial class PriceFileTest
{
    public static TheoryData<string> RepositoryFiles => ["aws", "gcp", "azure"];

    public static TheoryData<string> ValidFiles => [.. Directory.GetFiles(CostTestFiles.Fixtures, "valid-*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(RepositoryFiles))]
    public void Prices_of_the_repository_are_valid_plausible_and_have_a_source_with_a_date(string provider)
    {
        var book = CostTestFiles.Book(provider);
        Assert.Equal((provider, "USD"), (book.Provider, book.Currency));
        var sources = book.Nodes.Select(n => n.Source).Concat(book.Rates.Select(r => r.Source)).Concat(book.SustainedUse.Select(s => s.Source)).ToList();
        Assert.All(sources, s => Assert.True(s.Name.Length > 0 && s.Url.StartsWith("https://", StringComparison.Ordinal) && s.AsOf >= new DateOnly(2026, 6, 1)));
        Assert.NotNull(book.Rate("control-plane"));
        Assert.NotNull(book.Rate("egress"));
    }

    [Theory]
    [MemberData(nameof(RepositoryFiles))]
    public void A_file_that_is_read_and_written_is_the_same(string provider)
    {
        var path = Path.Combine(CostTestFiles.PriceFolder, provider + ".yaml");
        Assert.Equal(File.ReadAllText(path), PriceFileWriter.Write(PriceFileReader.Load(path)));
    }

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Valid_files_are_read_and_written_as_they_are(string file)
    {
        var path = Path.Combine(CostTestFiles.Fixtures, file);
        Assert.Equal(File.ReadAllText(path), PriceFileWriter.Write(PriceFileReader.Load(path)));
    }

    [Theory]
    [InlineData("syntax", "3: yaml-syntax")]
    [InlineData("empty", "1: empty")]
    [InlineData("unknown-keys", "14: unknown-key nodes[0].vcpus; 19: unknown-key rate")]
    [InlineData("values", "1: schema schema; 2: invalid-value provider; 4: invalid-value currency; 10: invalid-value sources[0].asOf; 14: invalid-value nodes[0].vcpu; 15: wrong-type nodes[0].memoryGiB; 16: unknown-source nodes[0].source; 17: invalid-value nodes[0].hourly; 18: invalid-value nodes[0].spotHourly")]
    [InlineData("missing", "7: missing-key nodes[0].hourly; 7: missing-key nodes[0].source; 12: missing-key rates[0].price; 12: missing-key rates[0].source")]
    [InlineData("duplicates", "17: duplicate rates[1].name")]
    [InlineData("tiers", "16: invalid-value rates[0].tiers")]
    public void Every_mistake_is_told_with_its_line(string name, string mistakes)
    {
        var error = Assert.Throws<PlatformException>(() => PriceFileReader.Load(Path.Combine(CostTestFiles.Fixtures, $"invalid-{name}.yaml"), "prices.yaml"));
        var found = FindingLine().Matches(error.What).Select(m => $"{m.Groups["line"]}: {m.Groups["rule"]} {m.Groups["pointer"]}".TrimEnd()).OrderBy(f => int.Parse(f.Split(':')[0], null)).ThenBy(f => f, StringComparer.Ordinal);
        Assert.Equal(mistakes, string.Join("; ", found));
    }

    [Theory]
    [InlineData(0.19, null)]
    [InlineData(0.21, "price-jump")]
    [InlineData(0.049, "price-jump")]
    public void A_price_that_jumps_is_refused(decimal hourly, string? rule)
    {
        var before = CostTestFiles.Book("aws");
        var after = before with { Nodes = [.. before.Nodes.Select(n => n.Type == "g4dn.xlarge" ? n with { Hourly = hourly * n.Hourly / 0.1m } : n)] };
        Assert.Equal(rule, PriceGuard.Check(after, before, "aws.yaml").SingleOrDefault()?.Rule);
    }

    [Fact]
    public void A_price_of_Windows_under_a_Linux_name_is_refused()
    {
        var book = CostTestFiles.Book("azure");
        var windows = book with { Nodes = [.. book.Nodes.Select(n => n.Type == "Standard_D2as_v5" ? n with { Hourly = 0.178m } : n)] };
        Assert.Equal(("price-outlier", "nodes.Standard_D2as_v5.hourly"), PriceGuard.Check(windows, null, "azure.yaml").Select(f => (f.Rule, f.Pointer)).Single());
        Assert.Throws<PlatformException>(() => PriceGuard.ThrowIfImplausible(windows, book, "azure.yaml"));
    }

    [Fact]
    public void A_price_that_becomes_zero_and_another_currency_are_refused()
    {
        var book = CostTestFiles.Book("gcp");
        Assert.Equal("price-jump", PriceGuard.Check(book with { Rates = [.. book.Rates.Select(r => r.Name == "pd-ssd" ? r with { Tiers = [new RateTier(null, 0)] } : r)] }, book, "f").Single().Rule);
        Assert.Equal("price-currency", PriceGuard.Check(book with { Currency = "EUR" }, book, "f").Single().Rule);
        Assert.Empty(PriceGuard.Check(book, book, "f"));
    }

    [Fact]
    public void A_rate_charges_each_tier_for_its_part()
    {
        var egress = CostTestFiles.Book("azure").Rate("egress")!;
        Assert.Equal((0m, 0m, 0.087m, 78.3m), (egress.For(0), egress.For(100), egress.For(101), egress.For(1000)));
    }

    [GeneratedRegex(@"^prices\.yaml:(?<line>\d+)(:\d+)?: error (?<rule>\S+):.*?(\(at (?<pointer>\S+)\))?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FindingLine();
}
