using System.Text.Json;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

public sealed class PythonFastapiTests(SampleBuilds builds) : SampleContract(builds, "python-fastapi", new Traffic(
    Read: "/recommendations", Write: "/ratings", Body: """{"item":"book","stars":5}""",
    WithParameter: "/recommendations/none", Route: "/recommendations/{item}",
    Refused:
    [
        ("""{"item":"x","stars":1}""", "'book', 'lamp', 'mug', 'pen'"),
        ("""{"stars":1}""", "item"),
        ("""{"item":"book","stars":6}""", "equal to 5"),
        ("""{"item":"book","stars":"5"}""", "stars"),
        ("""{"item":"book","stars":1.5}""", "stars"),
        ("""{"item":"book","stars":5,"coupon":"x"}""", "coupon"),
        ("null", "object"), ("[]", "object"), ("{", "object"), ("", "object"),
    ],
    Metrics: ["ratings_total", "python_info"]))
{
    [Fact]
    public async Task Recommends_what_goes_with_an_item_and_counts_it()
    {
        await using var sample = await Start();
        var answer = JsonDocument.Parse(await sample.Http.GetStringAsync("/recommendations/pen")).RootElement;
        Assert.Equal(["book"], answer.GetProperty("recommendations").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(1, (await sample.MetricsAsync()).Sum("recommendations_total", ("item", "book")));
    }
}
