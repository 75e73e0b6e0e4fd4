using System.Text;
using CsCheck;
using TalosPlatform.Dashboards.Reading;

namespace TalosPlatform.Tests.Dashboards;

/// <summary>Reading dashboards of every schema, and refusing what is none.</summary>
public class ReadingTests
{
    [Fact]
    public void Classic_rows_own_the_panels_inside_and_after_them()
    {
        var dashboard = Load("valid-classic-rows.json");
        Assert.Equal(
            ["Above the rows||", "Expanded|namespace|", "Expanded and repeated|namespace pod|", "Collapsed||/panels/4", "Collapsed and repeated|node|/panels/5"],
            dashboard.Panels.Select(p => $"{p.Title}|{string.Join(' ', p.Repeats)}|{p.GridGroup}"));
    }

    [Fact]
    public void Classic_panels_carry_what_their_queries_need()
    {
        var panel = Load("valid-classic-rows.json").Panels[0];
        Assert.Equal(("bytes", 500, "1m", "2h", "1d", "max"), (panel.Unit, panel.MaxDataPoints, panel.Interval, panel.TimeFrom, panel.TimeShift, panel.Reducer));
        Assert.Equal(["A|up|prometheus|prom|False|True", "B|{app=\"x\"}|loki|logs|False|False", "C|gone|prometheus|prom|True|False"],
            panel.Targets.Select(t => $"{t.RefId}|{t.Text}|{t.Datasource.Type}|{t.Datasource.Uid}|{t.Hidden}|{t.Instant}"));
    }

    [Fact]
    public void Rows_of_old_schemas_hold_their_panels() =>
        Assert.Equal(["CPU|graph|percent|$ds", "Load|singlestat|short|"], Load("valid-old-rows.json").Panels.Select(p => $"{p.Title}|{p.Type}|{p.Unit}|{p.Datasource.Uid}"));

    [Fact]
    public void The_v2_schema_gives_the_same_model()
    {
        var dashboard = Load("valid-v2.json");
        Assert.Equal(("orders-v2", "Orders", "30s", true), (dashboard.Uid, dashboard.Title, dashboard.Refresh, dashboard.IsV2));
        Assert.Equal(["Rate|timeseries|reqps|A:sum(rate(http_requests_total[$__rate_interval])):prometheus:prom|namespace", "Old style|stat||A:up:prometheus:legacy|", "Shared||||"],
            dashboard.Panels.Select(p => $"{p.Title}|{p.Type}|{p.Unit}|{string.Join(',', p.Targets.Select(t => $"{t.RefId}:{t.Text}:{t.Datasource.Type}:{t.Datasource.Uid}"))}|{string.Join(' ', p.Repeats)}"));
        Assert.Equal(["datasource:datasource:prometheus", "namespace:query:label_values(up, namespace)", "step:interval:1m,5m", "filters:adhoc:"],
            dashboard.Variables.Select(v => $"{v.Name}:{v.Type}:{v.Query}"));
        Assert.Equal("deploys:changes(up[5m])", string.Join(',', dashboard.Annotations.Where(a => !a.BuiltIn).Select(a => $"{a.Name}:{a.Text}")));
    }

    [Fact]
    public void Pointers_and_lines_lead_to_the_query()
    {
        var dashboard = Load("valid-classic-rows.json");
        var finding = dashboard.File.Finding(dashboard.Panels[^1].Targets[0].TextNode, "rule", TalosPlatform.Shared.Severity.Info, "x");
        var line = File.ReadAllLines(Fixture("valid-classic-rows.json"))[finding.Line - 1];
        Assert.Equal("/panels/5/panels/0/targets/0/expr", finding.Pointer);
        Assert.StartsWith("\"up{node", line[(finding.Column - 1)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"query\":\"label_values(up, a)\"}", "label_values(up, a)")]
    [InlineData("\"label_values(up, a)\"", "label_values(up, a)")]
    [InlineData("{\"qryType\":1,\"metric\":\"up\",\"label\":\"a\"}", "label_values(up,a)")]
    [InlineData("{\"qryType\":1,\"label\":\"a\"}", "label_values(a)")]
    [InlineData("{\"qryType\":3,\"varQuery\":\"topk(1, up)\"}", "query_result(topk(1, up))")]
    [InlineData("{\"qryType\":2,\"metric\":\"node_.*\"}", "metrics(node_.*)")]
    public void Queries_of_variables_come_as_text_and_as_objects(string query, string expected)
    {
        var (dashboard, _) = Read("""{"title":"t","panels":[],"templating":{"list":[{"name":"v","type":"query","query":""" + query + "}]}}");
        Assert.Equal(expected, dashboard!.Variables[0].Query);
    }

    [Theory]
    [InlineData("", "malformed-json", 1)]
    [InlineData("{\n  \"panels\": [\n", "malformed-json", 3)]
    [InlineData("{\n  \"title\": \"x\",\n}", "malformed-json", 3)]
    [InlineData("{\"a\":1} trailing", "malformed-json", 1)]
    [InlineData("[]", "not-a-dashboard", 1)]
    [InlineData("3", "not-a-dashboard", 1)]
    [InlineData("{\"panles\":[]}", "not-a-dashboard", 1)]
    public void What_is_no_dashboard_is_refused_with_its_place(string json, string rule, int line)
    {
        var (dashboard, error) = Read(json);
        Assert.Null(dashboard);
        Assert.Equal((rule, line), (error!.Rule, error.Line));
    }

    [Fact]
    public void A_slip_in_the_name_of_the_panels_is_pointed_out() => Assert.Contains("did you mean \"panels\"", Read("{\"panles\":[]}").Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        Assert.Equal("malformed-json", DashboardReader.Read(JsonFile.Parse([(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}'], "x.json")).Error!.Rule);

    [Fact]
    public void Deep_nesting_is_refused() => Assert.Equal("malformed-json", Read("{\"panels\":" + new string('[', 5000)).Error!.Rule);

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.NotNull(Read("\uFEFF{\"panels\":[]}").Dashboard);

    [Theory]
    [InlineData("""{"panels":[1,"x",null,{"type":3,"title":[],"targets":{},"gridPos":"no","fieldConfig":[]},{"targets":[1,{"expr":5,"hide":"x","refId":7}]}]}""")]
    [InlineData("""{"panels":{},"templating":[],"annotations":7,"rows":[1,{"panels":3}],"refresh":false}""")]
    [InlineData("""{"panels":[],"templating":{"list":[1,{"name":5,"type":[],"current":"x","query":{"qryType":"a"},"sort":"z"}]}}""")]
    [InlineData("""{"elements":{"a":1,"b":{"spec":{}},"c":{"spec":{"data":{"spec":{"queries":[1,{"spec":{}}]}}}}},"layout":{"spec":{"items":[1,{"spec":{"element":{"name":"b"}}}],"rows":[{"spec":3}]}}}""")]
    public void Values_of_wrong_types_are_passed_over(string json)
    {
        var (dashboard, error) = Read(json);
        Assert.NotNull(dashboard);
        Assert.Null(error);
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var (dashboard, error) = DashboardReader.Read(JsonFile.Parse(bytes, "x.json"));
        return dashboard is null != error is null;
    }, iter: 5_000);

    [Fact]
    public void Truncated_and_damaged_dashboards_never_throw()
    {
        var whole = File.ReadAllBytes(Fixture("valid-classic-rows.json"));
        Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((length, place, value) =>
        {
            var damaged = whole[..length];
            if (place < length)
                damaged[place] = value;
            var (dashboard, error) = DashboardReader.Read(JsonFile.Parse(damaged, "x.json"));
            return dashboard is null != error is null && (error is null || error.Line >= 0);
        }, iter: 3_000);
    }

    internal static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "Platform", "Dashboards", "Fixtures", name);

    internal static (Dashboard? Dashboard, TalosPlatform.Shared.Finding? Error) Read(string json) => DashboardReader.Read(JsonFile.Parse(Encoding.UTF8.GetBytes(json), "x.json"));

    private static Dashboard Load(string fixture) => DashboardReader.Load(Fixture(fixture), fixture).Dashboard!;
}
