using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using TalosPlatform.Reports;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private static readonly HashSet<string> Void = ["meta", "link", "br", "input"];

    [Fact]
    public void A_hole_is_text_whatever_it_holds() => HostileText.Any.Sample(text =>
    {
        var element = XElement.Parse(new HtmlBuilder().Add($"""<p title="{text}">{text}</p>""").ToString(), LoadOptions.PreserveWhitespace);
        Assert.Empty(element.Elements());
        Assert.Equal(SafeText.Clean(text), element.Value);
    });

    [Fact]
    public void Hostile_texts_change_no_structure()
    {
        var expected = Tags(HtmlReport.Render(TextRun.With("plain")));
        HostileText.Any.Sample(text => Assert.Equal(expected, Tags(HtmlReport.Render(TextRun.With("x" + text)))), iter: 60);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Every_tag_is_closed_in_order(bool failing)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(WithoutScripts(HtmlReport.Render(failing ? SampleRun.Failing : SampleRun.Passing))))
        {
            var name = tag.Groups[2].Value;
            if (tag.Groups[1].Value.Length > 0)
                Assert.Equal(open.Pop(), name);
            else if (!Void.Contains(name) && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
                open.Push(name);
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Nothing_is_loaded_and_only_hashed_code_runs()
    {
        var html = HtmlReport.Render(SampleRun.Failing);
        var policy = WebUtility.HtmlDecode(Policy().Match(html).Groups[1].Value);
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src {Hash(Script().Match(html).Groups[1].Value)}", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src {Hash(Style().Match(html).Groups[1].Value)}", policy, StringComparison.Ordinal);
        var markup = WithoutScripts(html);
        foreach (Match tag in Tag().Matches(markup))
        {
            Assert.DoesNotMatch(@"\s(on[a-z]+|style|src|srcdoc|action)=", Quoted().Replace(tag.Value, "\"\""));
            if (tag.Groups[2].Value != "a" && tag.Value.Contains("href=", StringComparison.Ordinal))
                Assert.Contains("href=\"data:image/svg+xml,", tag.Value, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch("href=\"(?!#|https?://127|data:image)", markup);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_embedded_document_is_the_document(bool failing)
    {
        var run = failing ? SampleRun.Failing : SampleRun.Passing;
        var json = Json("run-json").Match(HtmlReport.Render(run)).Groups[1].Value;
        var read = JsonSerializer.Deserialize(json, RunJson.Default.RunDocument)!;
        Assert.Equal(RunJson.Write(run), RunJson.Write(read));
    }

    [Fact]
    public void A_chart_has_data_under_the_pointer()
    {
        var html = HtmlReport.Render(SampleRun.Failing);
        using var hover = JsonDocument.Parse(Json("hover").Match(html).Groups[1].Value);
        Assert.Equal(Regex.Count(html, "class=\"plot g[0-9]\" data-chart="), hover.RootElement.GetArrayLength());
        var first = hover.RootElement[0];
        Assert.Equal(" req/s", first.GetProperty("u").GetString());
        Assert.Equal(121, first.GetProperty("s")[0][2].GetArrayLength());
    }

    [Fact]
    public void Identifiers_are_unique_and_their_references_resolve()
    {
        var markup = WithoutScripts(HtmlReport.Render(SampleRun.Failing));
        var ids = Regex.Matches(markup, "\\sid=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        foreach (Match reference in Regex.Matches(markup, "(?:aria-labelledby=\"|href=\"#)([^\"]+)\""))
            Assert.All(reference.Groups[1].Value.Split(' '), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Five_hundred_panels_stay_under_five_megabytes()
    {
        var run = SampleRun.Failing with { Dashboards = SampleRun.Failing.Dashboards! with { Charts = SampleCharts.Many(500) } };
        var html = HtmlReport.Render(run);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 100_000, 5_000_000);
        Assert.Equal(500, Regex.Count(html, "<article class=\"panel\""));
        Assert.Contains("without chart points", html, StringComparison.Ordinal);
    }

    public static TheoryData<string, ImmutableArray<ImmutableArray<double?>>> OddPoints => new()
    {
        { "none", [] },
        { "one", [[1, 2]] },
        { "only gaps", [[1, null], [2, double.NaN]] },
        { "infinite", [[1, double.PositiveInfinity], [2, double.NegativeInfinity], [3, 1]] },
        { "huge", [[1, 1e308], [2, -1e308], [3, 1e299], [4, -1e299]] },
        { "tiny", [[1, 1e-320], [2, 0]] },
        { "backwards", [[3, 1], [2, 2], [1, 3]] },
        { "same time", [[1, 1], [1, 2]] },
        { "far times", [[-1e300, 1], [1e300, 2]] },
        { "no pairs", [[], [1], [null, 2]] },
    };

    [Theory, MemberData(nameof(OddPoints))]
    public void Any_points_can_be_drawn(string name, ImmutableArray<ImmutableArray<double?>> points)
    {
        foreach (var kind in new[] { "timeseries", "stat", "gauge", "bargauge", "table", "heatmap", "", "unknown" })
        {
            foreach (var unit in new[] { "s", "bytes", "dateTimeAsIso", "bool", "percentunit", "nonsense" })
            {
                var charts = ImmutableArray.Create(
                    new PanelChart("d", name, unit, kind, [new("a", points), new("b", points)]) { Stacked = kind.Length == 0, Min = double.NaN, Max = double.PositiveInfinity },
                    new PanelChart("d", name, unit, kind, [new("a", points)]) { Min = 5, Max = 1, Decimals = -3 });
                var markup = WithoutScripts(HtmlReport.Render(new() { Dashboards = new(1, 2, 2, 2, 0, 0, 0, []) { Charts = charts } }));
                Assert.DoesNotMatch("=\"[^\"]*NaN|d=\"[^\"]*(∞|Infinity)", Regex.Replace(markup, "(data-search|title)=\"[^\"]*\"", ""));
            }
        }
    }

    private static List<string> Tags(string html) => [.. Tag().Matches(WithoutScripts(html)).Select(m => m.Groups[1].Value + m.Groups[2].Value)];

    private static string WithoutScripts(string html) => AnyScript().Replace(html, "<$1></$1>");

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static Regex Json(string id) => new($"<script type=\"application/json\" id=\"{id}\">(.*?)</script>", RegexOptions.Singleline);

    [GeneratedRegex("<(/?)([a-z0-9]+)(?:\\s[^<>]*)?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex AnyScript();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();
}
