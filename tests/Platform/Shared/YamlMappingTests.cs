using CsCheck;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Tests.Shared;

public class YamlMappingTests
{
    [Fact]
    public void An_unknown_key_names_line_and_nearest_key()
    {
        var file = YamlFile.Parse("name: a\nreplicsa: 3\n", "x.yaml");
        _ = file.Root!.Text("name");
        _ = file.Root.Integer("replicas");
        file.Root.RejectUnknownKeys();
        Assert.Equal("x.yaml:2:1: error unknown-key: unknown key \"replicsa\": did you mean \"replicas\"? (at replicsa)", Assert.Single(file.Findings).ToString());
    }

    [Theory]
    [InlineData("n: abc", "must be a whole number, not \"abc\"")]
    [InlineData("n: [1]", "must be a whole number")]
    [InlineData("n: 1.5", "must be a whole number, not \"1.5\"")]
    [InlineData("n: 99999999999", "must be a whole number, not \"99999999999\"")]
    public void A_wrong_type_says_what_was_expected(string yaml, string expected)
    {
        var file = YamlFile.Parse(yaml, "x.yaml");
        Assert.Null(file.Root!.Integer("n"));
        Assert.Contains(expected, Assert.Single(file.Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: &x 1\nb: *x")]
    [InlineData("a: 1\na: 2")]
    [InlineData("- 1\n- 2")]
    public void Broken_files_become_findings_with_a_line(string yaml)
    {
        var file = YamlFile.Parse(yaml, "x.yaml");
        Assert.True(Assert.Single(file.Findings).Line > 0);
    }

    [Fact]
    public void Nothing_at_all_is_an_empty_file() => Assert.Null(YamlFile.Parse("", "x.yaml").Root);

    [Fact]
    public void A_missing_file_is_a_finding() => Assert.Equal("unreadable", Assert.Single(YamlFile.Load("/nowhere/x.yaml").Findings).Rule);

    [Fact]
    public void Any_text_ends_in_values_or_findings() => Gen.String.Sample(text => _ = YamlFile.Parse(text, "x.yaml").Findings.Count);
}
