using System.Net;
using System.Text;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Prices.Refresh;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Cost;

/// <summary>Refreshes price files from a server on loopback that answers in the clouds' formats.</summary>
public sealed class PriceRefreshTest : IDisposable
{
    private const string Aws = """
        {"formatVersion":"v1.0","offerCode":"AmazonEC2","publicationDate":"2026-07-09T00:00:00Z","products":{
        "SKU1":{"sku":"SKU1","productFamily":"Compute Instance","attributes":{"instanceType":"m5.large","operatingSystem":"Linux","tenancy":"Shared","capacitystatus":"Used","preInstalledSw":"NA"}},
        "SKU2":{"sku":"SKU2","attributes":{"instanceType":"m5.large","operatingSystem":"Windows","tenancy":"Shared","capacitystatus":"Used","preInstalledSw":"NA"}},
        "SKU3":{"sku":"SKU3","attributes":{"instanceType":"m5.large","operatingSystem":"Linux","tenancy":"Dedicated","capacitystatus":"Used","preInstalledSw":"NA"}},
        "SKU4":{"sku":"SKU4","attributes":{"instanceType":"m5.large","operatingSystem":"Linux","tenancy":"Shared","capacitystatus":"UnusedCapacityReservation","preInstalledSw":"NA"}},
        "SKU5":{"sku":"SKU5","attributes":{"instanceType":"m5.large","operatingSystem":"Linux","tenancy":"Shared","capacitystatus":"Used","preInstalledSw":"SQL Web"}},
        "SKU6":{"sku":"SKU6","attributes":{"instanceType":"t3.medium","operatingSystem":"Linux","tenancy":"Shared","capacitystatus":"Used","preInstalledSw":"NA"}},
        "SKU7":{"sku":"SKU7","attributes":{"volumeApiName":"gp3"}}},
        "terms":{"OnDemand":{
        "SKU1":{"SKU1.JRT":{"sku":"SKU1","priceDimensions":{"SKU1.JRT.6YS":{"unit":"Hrs","pricePerUnit":{"USD":"0.0980000000"}}},"termAttributes":{}}},
        "SKU2":{"SKU2.JRT":{"sku":"SKU2","priceDimensions":{"SKU2.JRT.6YS":{"unit":"Hrs","pricePerUnit":{"USD":"0.1880000000"}}},"termAttributes":{}}},
        "SKU6":{"SKU6.JRT":{"sku":"SKU6","priceDimensions":{"SKU6.JRT.6YS":{"unit":"Hrs","pricePerUnit":{"USD":"0.0416000000"}}},"termAttributes":{}}}},
        "Reserved":{"SKU6":{
        "SKU6.A":{"priceDimensions":{"A":{"unit":"Hrs","pricePerUnit":{"USD":"0.0180000000"}}},"termAttributes":{"LeaseContractLength":"3yr","OfferingClass":"standard","PurchaseOption":"No Upfront"}},
        "SKU6.B":{"priceDimensions":{"B":{"unit":"Hrs","pricePerUnit":{"USD":"0.0270000000"}}},"termAttributes":{"LeaseContractLength":"1yr","OfferingClass":"standard","PurchaseOption":"No Upfront"}},
        "SKU6.C":{"priceDimensions":{"C":{"unit":"Quantity","pricePerUnit":{"USD":"200"}}},"termAttributes":{"LeaseContractLength":"1yr","OfferingClass":"standard","PurchaseOption":"All Upfront"}},
        "SKU6.D":{"priceDimensions":{"D":{"unit":"Hrs","pricePerUnit":{"USD":"0.0300000000"}}},"termAttributes":{"LeaseContractLength":"1yr","OfferingClass":"convertible","PurchaseOption":"No Upfront"}}}},
        "attributesList":{}}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("prices").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly NoPauses _clock = new();

    public PriceRefreshTest()
    {
        foreach (var file in Directory.GetFiles(CostTestFiles.PriceFolder))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Aws_prices_are_read_from_the_bulk_list()
    {
        using var server = new LoopbackServer((_, _) => (200, Aws));
        var refresh = await Refresh("aws", "", new AwsPriceApi(_http, _clock, server.Root));
        Assert.Equal([("m5.large", 0.096m, 0.098m)], refresh.Changed);
        Assert.Equal(18, refresh.Missing.Length);
        Assert.Equal("/offers/v1.0/aws/AmazonEC2/current/us-east-1/index.json", server.Requests.Single());
        Golden.Check("refreshed-aws.yaml", File.ReadAllText(refresh.Path));
        Assert.Equal([refresh.Path], Directory.GetFiles(_folder, "aws*"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Aws_prices_are_the_same_however_the_bytes_arrive(int chunk)
    {
        await using var stream = new Trickle(Encoding.UTF8.GetBytes(Aws), chunk);
        var prices = await AwsPriceApi.ReadAsync(stream, ["m5.large", "t3.medium"], TestContext.Current.CancellationToken);
        Assert.Equal((0.098m, 0.0416m, 0.027m), (prices["m5.large"].Hourly, prices["t3.medium"].Hourly, prices["t3.medium"].Reserved[0].Hourly));
    }

    [Fact]
    public async Task Azure_prices_are_read_page_by_page()
    {
        static string Item(string type, string sku, string product, string price, string kind = "Consumption", string term = "") =>
            $$"""{"currencyCode":"USD","unitOfMeasure":"1 Hour","isPrimaryMeterRegion":true,"armSkuName":"{{type}}","skuName":"{{sku}}","productName":"{{product}}","retailPrice":{{price}},"type":"{{kind}}"{{(term.Length > 0 ? $",\"reservationTerm\":\"{term}\"" : "")}}}""";
        using var server = new LoopbackServer((request, _) => (200, request.RawUrl!.Contains("page=2", StringComparison.Ordinal)
            ? $$"""{"Items":[{{Item("Standard_D4s_v5", "D4s v5", "Virtual Machines Dsv5 Series", "0.2")}},{{Item("Standard_D2s_v5", "D2s v5", "Virtual Machines Dsv5 Series", "560.64", "Reservation", "1 Year")}}],"NextPageLink":null}"""
            : $$"""
              {"Items":[{{Item("Standard_D2s_v5", "D2s v5", "Virtual Machines Dsv5 Series", "0.1000")}},{{Item("Standard_D2s_v5", "D2s v5", "Virtual Machines Dsv5 Series Windows", "0.188")}},
              {{Item("Standard_D2s_v5", "D2s v5 Spot", "Virtual Machines Dsv5 Series", "0.02")}},{{Item("Standard_D2s_v5", "D2s v5 Low Priority", "Virtual Machines Dsv5 Series", "0.019")}}],
              "NextPageLink":"http://{{request.UserHostName}}/api/retail/prices?page=2"}
              """));
        var refresh = await Refresh("azure", "", new AzurePriceApi(_http, _clock, server.Root));
        Assert.Equal([("Standard_D2s_v5", 0.096m, 0.1m), ("Standard_D4s_v5", 0.192m, 0.2m)], refresh.Changed);
        Assert.Contains("armRegionName eq 'eastus' and (armSkuName eq 'Standard_B2s' or", server.Requests[0], StringComparison.Ordinal);
        Golden.Check("refreshed-azure.yaml", File.ReadAllText(refresh.Path));
    }

    [Fact]
    public async Task Azure_must_not_send_us_elsewhere()
    {
        using var server = new LoopbackServer((_, _) => (200, """{"Items":[],"NextPageLink":"http://169.254.169.254/latest/meta-data"}"""));
        await Refused("azure", new AzurePriceApi(_http, _clock, server.Root), "another server");
    }

    [Fact]
    public async Task Azure_with_two_prices_for_one_type_is_refused()
    {
        const string item = """{"currencyCode":"USD","unitOfMeasure":"1 Hour","armSkuName":"Standard_D2as_v5","skuName":"D2as v5","productName":"Dasv5","type":"Consumption","retailPrice":""";
        using var server = new LoopbackServer((_, _) => (200, $$"""{"Items":[{{item}}0.086},{{item}}0.178}]}"""));
        await Refused("azure", new AzurePriceApi(_http, _clock, server.Root), "2 prices for \"Standard_D2as_v5\"");
    }

    [Fact]
    public async Task Google_prices_are_put_together_from_their_parts()
    {
        static string Sku(string description, string group, long nanos, string usage = "OnDemand", string region = "us-central1") =>
            $$"""{"description":"{{description}}","category":{"resourceGroup":"{{group}}","usageType":"{{usage}}"},"serviceRegions":["{{region}}"],"pricingInfo":[{"pricingExpression":{"tieredRates":[{"startUsageAmount":0,"unitPrice":{"currencyCode":"USD","units":"0","nanos":{{nanos}} } }] } }] }""";
        using var server = new LoopbackServer((request, _) => (request.Headers["X-Goog-Api-Key"] == "secret-key" ? 200 : 403, request.RawUrl!.Contains("pageToken=two", StringComparison.Ordinal)
            ? $$"""{"skus":[{{Sku("N2 Instance Ram running in Americas", "RAM", 4237000)}},{{Sku("Spot Preemptible N2 Instance Core running in Americas", "CPU", 7650000, "Preemptible")}},{{Sku("Spot Preemptible N2 Instance Ram running in Americas", "RAM", 1020000, "Preemptible")}}],"nextPageToken":""}"""
            : $$"""{"skus":[{{Sku("E2 Instance Core running in Americas", "CPU", 21811590)}},{{Sku("E2 Instance Ram running in Americas", "RAM", 2923530)}},{{Sku("N2 Instance Core running in Americas", "CPU", 31611000)}},{{Sku("N2 Custom Instance Core running in Americas", "CPU", 99999999)}},{{Sku("N2 Instance Core running in Zurich", "CPU", 88888888, region: "europe-west6")}}],"nextPageToken":"two"}"""));
        var refresh = await Refresh("gcp", "", new GcpPriceApi(_http, _clock, "secret-key", server.Root));
        Assert.Equal(["n1-standard-16"], refresh.Missing);
        Assert.DoesNotContain(server.Requests, r => r.Contains("secret-key", StringComparison.Ordinal));
        Golden.Check("refreshed-gcp.yaml", File.ReadAllText(refresh.Path));
    }

    [Fact]
    public async Task Google_without_a_key_is_refused() => await Refused("gcp", new GcpPriceApi(_http, _clock, " "), "needs an API key");

    [Fact]
    public async Task Another_region_gets_a_file_of_machine_types_alone()
    {
        using var server = new LoopbackServer((_, _) => (200, Aws.Replace("0.0980000000", "0.1150000000", StringComparison.Ordinal)));
        var refresh = await Refresh("aws", "eu-central-1", new AwsPriceApi(_http, _clock, server.Root));
        Assert.Equal("aws-eu-central-1.yaml", Path.GetFileName(refresh.Path));
        var book = new PriceCatalog(_folder).Load("aws", "eu-central-1");
        Assert.Equal(["t3.medium", "m5.large"], book.Nodes.Select(n => n.Type));
        Assert.Empty(book.Rates);
        Assert.Equal("us-east-1", new PriceCatalog(_folder).Load("aws").Region);
    }

    [Theory]
    [InlineData(500, "", "answered 500")]
    [InlineData(403, "", "answered 403")]
    [InlineData(200, "<html>", "no list of prices")]
    [InlineData(200, "[]", "not an object")]
    [InlineData(200, "{\"products\":{\"SKU1\":{\"attributes\":{}}", "no list of prices")]
    [InlineData(200, "{\"products\":{},\"terms\":{}}", "no price for any known type")]
    public async Task A_list_that_cannot_be_read_changes_nothing(int status, string body, string told)
    {
        using var server = new LoopbackServer((_, _) => (status, body));
        await Refused("aws", new AwsPriceApi(_http, _clock, server.Root), told);
        Assert.Equal(status == 500 ? 3 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task Prices_that_are_not_plausible_change_nothing()
    {
        using var server = new LoopbackServer((_, _) => (200, Aws.Replace("0.0980000000", "0.9800000000", StringComparison.Ordinal)));
        await Refused("aws", new AwsPriceApi(_http, _clock, server.Root), "price-jump");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_changes_nothing() =>
        await Refused("aws", new AwsPriceApi(_http, _clock, new Uri("http://127.0.0.1:9/")), "cannot be read");

    [Theory]
    [InlineData("../../etc")]
    [InlineData("eu west")]
    public async Task A_region_is_no_path(string region) =>
        await Assert.ThrowsAsync<PlatformException>(() => Refresh("aws", region, new AwsPriceApi(_http, _clock)));

    [Fact]
    public async Task A_second_refresh_on_the_same_day_changes_no_byte()
    {
        using var server = new LoopbackServer((_, _) => (200, Aws));
        var first = File.ReadAllText((await Refresh("aws", "", new AwsPriceApi(_http, _clock, server.Root))).Path);
        var second = await Refresh("aws", "", new AwsPriceApi(_http, _clock, server.Root));
        Assert.Empty(second.Changed);
        Assert.Equal(first, File.ReadAllText(second.Path));
    }

    private Task<PriceRefresh> Refresh(string provider, string region, IPriceApi api) =>
        new PriceRefresher(new PriceCatalog(_folder), _clock).RefreshAsync(provider, region, api, TestContext.Current.CancellationToken);

    private async Task Refused(string provider, IPriceApi api, string told)
    {
        var path = Path.Combine(_folder, provider + ".yaml");
        var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAnyAsync<PlatformException>(() => Refresh(provider, "", api));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    /// <summary>A clock that stands on a day and lets pauses pass at once.</summary>
    private sealed class NoPauses : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 7, 10, 12, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }

    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
