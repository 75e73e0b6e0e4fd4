using TalosPlatform.Shared.Text;

namespace TalosPlatform.Tests.Shared;

public class NearestNameTests
{
    private static readonly string[] Names = ["prometheus", "alertmanager", "loki", "tempo", "grafana"];

    [Theory]
    [InlineData("promethues", "prometheus")]
    [InlineData("PROMETHEUS", "prometheus")]
    [InlineData("lokki", "loki")]
    [InlineData("tmepo", "tempo")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void Finds_what_was_meant(string typed, string? meant) => Assert.Equal(meant, NearestName.Find(typed, Names));

    [Fact]
    public void A_hopeless_name_gets_the_whole_list() =>
        Assert.Equal("valid: alertmanager, grafana, loki, prometheus, tempo", NearestName.Hint("zzz", Names));
}
