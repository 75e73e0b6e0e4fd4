using System.Collections.Immutable;
using System.Text;
using TalosPlatform.Dashboards.Reading;
using TalosPlatform.Dashboards.Variables;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Options of variables and which of them are chosen.</summary>
public class VariableTests
{
    [Theory]
    [InlineData("", 0, "b a b", "b a")]
    [InlineData("", 1, "b a C", "C a b")]
    [InlineData("", 2, "b a C", "b a C")]
    [InlineData("", 3, "n10 n9 x", "x n9 n10")]
    [InlineData("", 4, "n10 n9", "n10 n9")]
    [InlineData("", 5, "b a C", "a b C")]
    [InlineData("", 7, "n10 n9 N1", "N1 n9 n10")]
    [InlineData("a.*", 0, "ab ba", "ab")]
    [InlineData("a", 0, "ab a", "a")]
    [InlineData("/a/", 0, "ab cd ba", "ab ba")]
    [InlineData("/A/i", 0, "ab cd", "ab")]
    [InlineData("/(.)b/", 0, "ab xb c", "a x")]
    [InlineData("/(?<value>\\w)=(?<text>\\w)/", 0, "a=1 b=2", "a:1 b:2")]
    [InlineData("/(?<text>\\w+)/", 0, "one", "one")]
    [InlineData("/(\\w)/g", 0, "abc", "a b c")]
    [InlineData("/instance=\"(.*)\"/", 0, "up{instance=\"h:1\"}", "h:1")]
    public void Query_results_become_options(string regex, int sort, string results, string expected) =>
        Assert.Equal(expected, Write(VariableOptions.FromResults(results.Split(' '), regex, sort)));

    [Theory]
    [InlineData("/(/")]
    [InlineData("[a")]
    public void An_invalid_regular_expression_says_so(string regex) =>
        Assert.Contains(regex, Assert.Throws<FormatException>(() => VariableOptions.FromResults(["a"], regex, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_regular_expression_that_backtracks_for_ever_is_stopped() =>
        Assert.Throws<FormatException>(() => VariableOptions.FromResults([new string('a', 60) + "!"], "/^(a+)+$/", 0));

    [Theory]
    [InlineData("a, b ,c", "a b c")]
    [InlineData("One : 1, Two : 2", "1:One 2:Two")]
    [InlineData("1\\,5, 2", "1,5 2")]
    [InlineData("1s, 15s", "1s 15s")]
    [InlineData("http://x:80", "http://x:80")]
    [InlineData("", "")]
    public void Custom_values(string query, string expected) => Assert.Equal(expected, Write(VariableOptions.Custom(query, isJson: false)));

    [Theory]
    [InlineData("""["a","b"]""", "a b")]
    [InlineData("""[{"value":"1","text":"One"},{"value":2}]""", "1:One 2")]
    public void Custom_values_as_json(string query, string expected) => Assert.Equal(expected, Write(VariableOptions.Custom(query, isJson: true)));

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    public void Custom_values_that_are_no_json_array(string query) => Assert.Throws<FormatException>(() => VariableOptions.Custom(query, isJson: true));

    [Theory]
    [InlineData("label_values(up, job)", "LabelValues", "up", "job")]
    [InlineData("label_values(job)", "LabelValues", "", "job")]
    [InlineData("label_values({}, job)", "LabelValues", "", "job")]
    [InlineData("label_values(up{a=\"1\",b=\"2\"},job)", "LabelValues", "up{a=\"1\",b=\"2\"}", "job")]
    [InlineData("label_names()", "LabelNames", "", "")]
    [InlineData("label_names(up)", "LabelNames", "up", "")]
    [InlineData("metrics(node_.*)", "MetricNames", "node_.*", "")]
    [InlineData("query_result(topk(3, up))", "QueryResult", "topk(3, up)", "")]
    [InlineData("up{job=\"a\"}", "Series", "up{job=\"a\"}", "")]
    public void Prometheus_queries_of_variables(string query, string kind, string text, string label)
    {
        var parsed = PrometheusVariableQuery.Parse(query);
        Assert.Equal((kind, text, label), (parsed.Kind.ToString(), parsed.Text, parsed.Label));
    }

    [Theory]
    // multi, include all, all value, saved, options → values, is list
    [InlineData(false, false, "", "b", "a b", "b", false)]
    [InlineData(false, false, "", "gone", "a b", "a", false)]
    [InlineData(false, true, "", "gone", "a b", "a b", true)]
    [InlineData(false, true, "", "$__all", "a b", "a b", true)]
    [InlineData(false, true, ".*", "$__all", "a b", ".*", false)]
    [InlineData(false, false, "", "$__all", "a b", "a", false)]
    [InlineData(true, false, "", "a c", "a b", "a", true)]
    [InlineData(true, false, "", "c", "a b", "a", true)]
    [InlineData(true, true, "", "c", "a b", "a b", true)]
    [InlineData(true, true, "", "$__all", "", "", true)]
    [InlineData(true, true, ".+", "$__all", "", ".+", false)]
    [InlineData(true, false, "", "a", "", "", true)]
    [InlineData(false, false, "", "a", "", "", false)]
    public void The_saved_value_survives_if_it_exists(bool multi, bool includeAll, string allValue, string saved, string options, string values, bool isList)
    {
        var variable = new Variable(Node("{}"), "v", "query") { Multi = multi, IncludeAll = includeAll, AllValue = allValue, Current = [.. saved.Split(' ')] };
        var chosen = VariableSelection.Choose(variable, [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => new VariableOption(o, o))]);
        Assert.Equal((values, isList), (string.Join(' ', chosen.Values), chosen.IsList));
    }

    [Theory]
    [InlineData("a:$b b:$c c:", "c b a", "")]
    [InlineData("a: b: c:", "a b c", "")]
    [InlineData("a:$a b:", "b a", "a")]
    [InlineData("a:$b b:$a c:$a", "a b c", "a b")]
    [InlineData("a:${b:regex} b:[[c]] c:$unknown", "c b a", "")]
    public void Variables_are_resolved_after_those_they_use(string variables, string order, string cyclic)
    {
        var parsed = VariableOrder.Of([.. variables.Split(' ').Select(v => v.Split(':', 2)).Select(v => new Variable(Node("{}"), v[0], "query") { Query = v[1] })]);
        Assert.Equal((order, cyclic), (string.Join(' ', parsed.Ordered.Select(v => v.Name)), string.Join(' ', parsed.Cyclic.Select(v => v.Name))));
    }

    private static string Write(ImmutableArray<VariableOption> options) => string.Join(' ', options.Select(o => o.Value == o.Text ? o.Value : $"{o.Value}:{o.Text}"));

    private static JsonNode Node(string json) => JsonFile.Parse(Encoding.UTF8.GetBytes(json), "x.json").Root!;
}
