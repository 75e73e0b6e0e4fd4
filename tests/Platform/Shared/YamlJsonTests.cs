using CsCheck;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Tests.Shared;

public sealed class YamlJsonTests
{
    private const string Marks = " \n-:{}[]\"'|&*!%a1~#,";

    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: \"1\"", """{"a":"1"}""")]
    [InlineData("a: 0x10", """{"a":"0x10"}""")]
    [InlineData("a: 1.5", """{"a":1.5}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: {}\nb: []", """{"a":{},"b":[]}""")]
    [InlineData("a: |\n  x\n  y\n", "{\"a\":\"x\\ny\\n\"}")]
    [InlineData("a: 99999999999999999999", """{"a":1E+20}""")]
    public void Scalars_are_what_Kubernetes_takes_them_for(string yaml, string json) =>
        Assert.Equal(json, Assert.Single(YamlJson.ReadAll(yaml, "test")).ToJsonString());

    [Fact]
    public void Documents_without_content_are_passed_over() => Assert.Equal(2, YamlJson.ReadAll("---\na: 1\n---\n---\nb: 2\n", "test").Count);

    [Theory]
    [InlineData("a: 1\na: 2", "\"a\" appears twice")]
    [InlineData("- a", "must be a mapping")]
    [InlineData("a: &x 1\nb: *x", "aliases")]
    [InlineData("a: [", "line")]
    public void Mistakes_are_named_with_their_line(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<PlatformException>(() => YamlJson.ReadAll(yaml, "some.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_refused() => Gen.String[Gen.Int[0, Marks.Length - 1].Select(i => Marks[i]), 0, 60].Sample(text =>
    {
        try
        {
            YamlJson.ReadAll(text, "fuzz");
        }
        catch (PlatformException)
        {
            // Refused in words.
        }
    }, iter: 5000);
}
