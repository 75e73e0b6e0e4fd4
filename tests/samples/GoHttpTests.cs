using System.Net;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

public sealed class GoHttpTests(SampleBuilds builds) : SampleContract(builds, "go-http", new Traffic(
    Read: "/stock", Write: "/reservations", Body: """{"item":"book","quantity":2}""",
    WithParameter: "/stock/none", Route: "/stock/{item}",
    Refused:
    [
        ("""{"item":"x","quantity":1}""", "book, lamp, mug, pen"),
        ("""{"quantity":1}""", "item"),
        ("""{"item":"book","quantity":0}""", "1 to 100"),
        ("""{"item":"book","quantity":"1"}""", "quantity"),
        ("""{"item":"book","quantity":1.5}""", "quantity"),
        ("""{"item":"book","quantity":1,"coupon":"x"}""", "coupon"),
        ("""{"item":"book","quantity":1}{}""", "one valid JSON object"),
        ("null", "object"), ("[]", "object"), ("{", "object"), ("", "object"),
    ],
    Metrics: ["reservations_total", "stock_pieces", "go_goroutines"]))
{
    [Fact]
    public async Task Takes_pieces_off_the_shelf_and_fills_an_empty_one()
    {
        await using var sample = await Start(new() { ["STOCK_PIECES"] = "5" });
        const string wish = """{"item":"mug","quantity":3}""";
        Assert.Equal(HttpStatusCode.Created, (await Post(sample, "/reservations", wish)).Status);
        Assert.Equal(2, (await sample.MetricsAsync()).Sum("stock_pieces", ("item", "mug")));
        Assert.Equal(HttpStatusCode.Conflict, (await Post(sample, "/reservations", wish)).Status);
        Assert.Equal(HttpStatusCode.Created, (await Post(sample, "/reservations", wish)).Status);

        var metrics = await sample.MetricsAsync();
        Assert.Equal((2, 1), (metrics.Sum("reservations_total", ("outcome", "accepted")), metrics.Sum("reservations_total", ("outcome", "sold_out"))));
    }
}
