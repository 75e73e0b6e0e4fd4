using CsCheck;
using Nuke.Common.Parameters;

namespace TalosBuild.Engine.Tests.Parameters;

public class NamesTests
{
    [Theory]
    [InlineData("Workers", "workers")]
    [InlineData("NodeCount", "node-count")]
    [InlineData("GrafanaURL", "grafana-url")]
    [InlineData("HTTPPort", "http-port")]
    [InlineData("K8sVersion", "k8s-version")]
    [InlineData("X", "x")]
    public void Kebab(string name, string expected) => Assert.Equal(expected, ParameterNames.Kebab(name));

    [Fact]
    public void Every_spelling_of_a_name_is_the_same_name() =>
        Gen.String[Gen.Char['A', 'Z'], 1, 1].SelectMany(first => Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['A', 'Z'], Gen.Char['0', '9']), 0, 12].Select(rest => first + rest))
            .Sample(name => ParameterNames.Key(ParameterNames.Kebab(name)) == ParameterNames.Key(name));

    [Theory]
    [InlineData("wrokers", "workers")]
    [InlineData("worker", "workers")]
    [InlineData("prof", "profile")]
    [InlineData("deployy", "Deploy")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    [InlineData("--", null)]
    public void Nearest(string text, string? expected) =>
        Assert.Equal(expected, NearestName.Find(text, ["workers", "profile", "Deploy", "region"]));

    [Fact]
    public void Distance_is_a_count_of_typing_errors()
    {
        var word = Gen.String[Gen.Char['a', 'd'], 0, 7];
        word.Sample(x => NearestName.Distance(x, x) == 0);
        Gen.Select(word, word).Sample((x, y) =>
            NearestName.Distance(x, y) == NearestName.Distance(y, x)
            && NearestName.Distance(x, y) >= Math.Abs(x.Length - y.Length)
            && NearestName.Distance(x, y) <= Math.Max(x.Length, y.Length));
        Assert.Equal(1, NearestName.Distance("abcd", "abdc"));
    }
}
