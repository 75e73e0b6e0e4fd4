using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using CsCheck;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Reports;

/// <summary>The reports that programs read.</summary>
public sealed partial class MachineReportTests
{
    private static readonly XmlSchemaSet Schema = ReadSchema();

    [Fact]
    public void JUnit_is_valid_for_any_text() => HostileText.Any.Sample(text => Validate(JUnitReport.Render(TextRun.With(text))));

    [Fact]
    public void JUnit_counts_what_it_lists()
    {
        var xml = Validate(JUnitReport.Render(SampleRun.Failing));
        Assert.Equal(["smoke", "integration", "dashboards", "alerts", "cost", "baseline"], xml.Root!.Elements().Select(e => (string)e.Attribute("name")!));
        foreach (var suite in xml.Root.Elements())
        {
            Assert.Equal((int)suite.Attribute("tests")!, suite.Elements("testcase").Count());
            Assert.Equal((int)suite.Attribute("failures")!, suite.Descendants("failure").Count());
            Assert.Equal((int)suite.Attribute("skipped")!, suite.Descendants("skipped").Count());
        }

        Assert.Equal([3, 2, 1, 1, 1, 0], xml.Root.Elements().Select(e => (int)e.Attribute("failures")!));
        Assert.All(Validate(JUnitReport.Render(SampleRun.Passing)).Root!.Elements(), e => Assert.Equal(0, (int)e.Attribute("failures")!));
    }

    [Fact]
    public void JUnit_of_nothing_is_an_empty_list() => Assert.Empty(Validate(JUnitReport.Render(new())).Root!.Elements());

    [Fact]
    public void Sarif_points_into_the_workspace_for_any_text() => HostileText.Any.Sample(text =>
    {
        using var json = JsonDocument.Parse(SarifReport.Render(TextRun.With(text)));
        var run = json.RootElement.GetProperty("runs")[0];
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.True(result.GetProperty("message").TryGetProperty("text", out _));
            foreach (var location in result.GetProperty("locations").EnumerateArray())
            {
                var uri = location.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;
                Assert.Matches("^[A-Za-z0-9%._~/-]+$", uri);
                Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative), uri);
                Assert.DoesNotMatch(@"(^|/)\.\.?(/|$)|^/|//", uri);
            }
        }
    });

    [Theory]
    [InlineData("dashboards/a b.json", "dashboards/a%20b.json")]
    [InlineData("/etc/passwd", "etc/passwd")]
    [InlineData("../../x.yaml", "x.yaml")]
    [InlineData(@"alerts\a.yaml", "alerts/a.yaml")]
    [InlineData("https://evil.example/x", "https%3A/evil.example/x")]
    [InlineData("é#?.json", "%C3%A9%23%3F.json")]
    [InlineData("", "")]
    public void Sarif_addresses_are_relative(string path, string uri) => Assert.Equal(uri, SarifReport.RelativeUri(path));

    [Fact]
    public void A_finding_keeps_its_fingerprint_when_it_moves()
    {
        static string Fingerprint(int line) => Fingerprints().Match(SarifReport.Render(new() { Alerts = new(1, 0, 0, 0, [new("a.yaml", "", "r", Severity.Error, "m", line)]) })).Value;
        Assert.NotEmpty(Fingerprint(1));
        Assert.Equal(Fingerprint(1), Fingerprint(9));
    }

    [Fact]
    public void Metrics_are_OpenMetrics_for_any_text() => HostileText.Any.Sample(text =>
    {
        var metrics = OpenMetricsReport.Render(TextRun.With(text));
        Assert.EndsWith("\n# EOF\n", metrics, StringComparison.Ordinal);
        var lines = metrics.Split('\n')[..^2];
        Assert.All(lines, l => Assert.Matches(MetricLine(), l));
        var series = lines.Where(l => l[0] != '#').Select(l => l[..l.LastIndexOf(' ')]).ToList();
        Assert.Equal(series.Distinct(), series);
        Assert.All(series, s => Assert.Contains($"# TYPE {s.Split('{')[0]} gauge", lines));
    });

    private static XDocument Validate(string xml)
    {
        var document = XDocument.Parse(xml);
        document.Validate(Schema, (_, error) => Assert.Fail(error.Message));
        return document;
    }

    private static XmlSchemaSet ReadSchema([System.Runtime.CompilerServices.CallerFilePath] string source = "")
    {
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(Path.GetDirectoryName(source)!, "junit-common.xsd"));
        schemas.Add(null, reader);
        return schemas;
    }

    [GeneratedRegex("talosFinding/v1\": \"[0-9a-f]{32}")]
    private static partial Regex Fingerprints();

    [GeneratedRegex("""^(# (TYPE|UNIT|HELP) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="([^"\\\n]|\\[\\"n])*"(,[a-z_]+="([^"\\\n]|\\[\\"n])*")*\})? -?[0-9.]+)$""")]
    private static partial Regex MetricLine();
}
