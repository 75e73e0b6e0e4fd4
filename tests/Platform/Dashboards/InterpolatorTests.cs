using System.Collections.Immutable;
using TalosPlatform.Dashboards.Interpolation;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Truth tables of Grafana's variable syntax (https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/)
/// and of how its Prometheus datasource escapes.</summary>
public class InterpolatorTests
{
    private static readonly ImmutableDictionary<string, VariableValue> Scope = new[]
    {
        VariableValue.Single("job", "node"),
        VariableValue.Single("dotted", "a.b"),
        VariableValue.Single("quoted", """it's a\b "c" """.TrimEnd()),
        VariableValue.Single("ms", "1594671549254"),
        new VariableValue("hosts", ["web.1", "db+2"], ["Web 1", "Db 2"]) { IsList = true, Multi = true },
        new VariableValue("one", ["web.1"], ["Web 1"]) { IsList = true, Multi = true },
        new VariableValue("none", [], []) { IsList = true, Multi = true, IncludeAll = true },
        new VariableValue("all", [".*"], ["All"]) { Multi = true, IncludeAll = true, IsAll = true, IsCustomAll = true },
        new VariableValue("nested", ["$job|x"], ["All"]) { IncludeAll = true, IsAll = true, IsCustomAll = true },
        new VariableValue("filters", [], []) { IsAdHoc = true },
        VariableValue.Single("__dashboard", "Orders") with { Fields = ImmutableDictionary<string, string>.Empty.Add("uid", "abc") },
    }.ToImmutableDictionary(v => v.Name);

    [Theory]
    [InlineData("$job", "node")]
    [InlineData("${job}", "node")]
    [InlineData("[[job]]", "node")]
    [InlineData("$job:$job", "node:node")]
    [InlineData("x${job}y", "xnodey")]
    [InlineData("$jobs", "$jobs")]
    [InlineData("label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")", "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")")]
    [InlineData("foo$\"", "foo$\"")]
    [InlineData("${}", "${}")]
    [InlineData("${unknown:csv}", "${unknown:csv}")]
    [InlineData("[[unknown]]", "[[unknown]]")]
    [InlineData("${__dashboard}", "Orders")]
    [InlineData("${__dashboard.uid}", "abc")]
    [InlineData("$filters", "")]
    public void Names_are_found_and_unknown_ones_stay(string text, string expected) => Assert.Equal(expected, Interpolator.Interpolate(text, Scope));

    [Theory]
    [InlineData("${hosts}", "{web.1,db+2}")]
    [InlineData("${one}", "web.1")]
    [InlineData("${none}", "")]
    [InlineData("${hosts:glob}", "{web.1,db+2}")]
    [InlineData("${hosts:csv}", "web.1,db+2")]
    [InlineData("[[hosts:csv]]", "web.1,db+2")]
    [InlineData("${hosts:raw}", "web.1,db+2")]
    [InlineData("${hosts:pipe}", "web.1|db+2")]
    [InlineData("${hosts:regex}", @"(web\.1|db\+2)")]
    [InlineData("${one:regex}", @"web\.1")]
    [InlineData("${none:regex}", "()")]
    [InlineData("${dotted:regex}", @"a\.b")]
    [InlineData("${hosts:json}", """["web.1","db+2"]""")]
    [InlineData("${job:json}", "node")]
    [InlineData("${hosts:singlequote}", "'web.1','db+2'")]
    [InlineData("${quoted:singlequote}", """'it\'s a\b "c"'""")]
    [InlineData("${hosts:doublequote}", "\"web.1\",\"db+2\"")]
    [InlineData("${quoted:doublequote}", "\"it's a\\b \\\"c\\\"\"")]
    [InlineData("${hosts:sqlstring}", "'web.1','db+2'")]
    [InlineData("${quoted:sqlstring}", """'it''s a\b \"c\"'""")]
    [InlineData("${hosts:distributed}", "web.1,hosts=db+2")]
    [InlineData("${hosts:lucene}", """("web.1" OR "db\+2")""")]
    [InlineData("${none:lucene}", "__empty__")]
    [InlineData("${hosts:percentencode}", "%7Bweb.1%2Cdb%2B2%7D")]
    [InlineData("${quoted:percentencode}", "it%27s%20a%5Cb%20%22c%22")]
    [InlineData("${hosts:queryparam}", "var-hosts=web.1&var-hosts=db%2B2")]
    [InlineData("${all:queryparam}", "var-all=%24__all")]
    [InlineData("${hosts:customqueryparam:p:x-}", "p=x-web.1&p=x-db%2B2")]
    [InlineData("${hosts:join:&}", "web.1&db+2")]
    [InlineData("${hosts:text}", "Web 1 + Db 2")]
    [InlineData("${all:text}", "All")]
    [InlineData("${quoted:html}", "it&#39;s a\\b &quot;c&quot;")]
    [InlineData("${hosts:nosuchformat}", "{web.1,db+2}")]
    public void Formats_write_as_documented(string text, string expected) => Assert.Equal(expected, Interpolator.Interpolate(text, Scope));

    [Theory]
    [InlineData("${ms:date}", "2020-07-13T20:19:09.254Z")]
    [InlineData("${ms:date:iso}", "2020-07-13T20:19:09.254Z")]
    [InlineData("${ms:date:seconds}", "1594671549")]
    [InlineData("${ms:date:ms}", "1594671549254")]
    [InlineData("${ms:date:YYYY-MM}", "2020-07")]
    [InlineData("${ms:date:YYYY-MM-DD HH:mm:ss}", "2020-07-13 20:19:09")]
    [InlineData("${ms:date:dddd, MMM Do [at] h:mm A}", "Monday, Jul 13th at 8:19 PM")]
    [InlineData("${ms:date:X}", "1594671549")]
    [InlineData("${job:date}", "NaN")]
    public void Dates_follow_moment(string text, string expected) => Assert.Equal(expected, Interpolator.Interpolate(text, Scope));

    [Theory]
    [InlineData("up{job=\"$job\"}", "up{job=\"node\"}")]
    [InlineData("up{h=~\"$hosts\"}", @"up{h=~""(web\\.1|db\\+2)""}")]
    [InlineData("up{h=~\"$one\"}", @"up{h=~""web\\.1""}")]
    [InlineData("up{h=~\"$none\"}", "up{h=~\"()\"}")]
    [InlineData("up{h=~\"$all\"}", "up{h=~\".*\"}")]
    [InlineData("up{h=~\"$nested\"}", "up{h=~\"node|x\"}")]
    [InlineData("up{h=~\"${hosts:pipe}\"}", "up{h=~\"web.1|db+2\"}")]
    [InlineData("up{h=\"$dotted\"}", "up{h=\"a.b\"}")]
    public void Prometheus_escapes_what_may_have_several_values(string text, string expected) =>
        Assert.Equal(expected, Interpolator.Interpolate(text, Scope, PrometheusEscape.Format));

    [Fact]
    public void A_custom_all_value_that_names_itself_ends()
    {
        var scope = ImmutableDictionary<string, VariableValue>.Empty.Add("a", new VariableValue("a", ["x$a"], ["All"]) { IsCustomAll = true });
        Assert.StartsWith("xxx", Interpolator.Interpolate("$a", scope), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, "a.b\\c", @"a\\.b\\\\c")]
    [InlineData(false, true, "a.b", @"a\\.b")]
    [InlineData(false, false, "a.b\\c", @"a.b\\c")]
    public void A_repeated_panel_sees_one_value_escaped_as_its_variable_is(bool multi, bool includeAll, string value, string expected)
    {
        var list = new VariableValue("v", ["other", value], ["other", value]) { IsList = true, Multi = multi, IncludeAll = includeAll };
        Assert.Equal(expected, PrometheusEscape.Format(list.Scoped(1)));
    }
}
