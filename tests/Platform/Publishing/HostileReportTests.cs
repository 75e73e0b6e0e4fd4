using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Markdig;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Reports;

namespace TalosPlatform.Tests.Publishing;

/// <summary>Names, branches and messages of a pull request stay text, wherever they are published.</summary>
public sealed partial class HostileReportTests
{
    private static readonly MarkdownPipeline Site = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();

    private static readonly HashSet<string> Ours =
        ["details", "summary", "table", "thead", "tbody", "tr", "th", "td", "code", "h3", "h4", "p", "ul", "li", "strong", "br", "sub", "a", "blockquote"];

    private static RunDocument Run(string text) => new()
    {
        StartedAt = DateTimeOffset.UnixEpoch,
        Cluster = new(text, text, text, 1),
        Targets = [new("SmokeTest", "failed", 1) { Message = text }],
        Components = [new(text, text, "failed", text, text)],
        Smoke = new(0, 1, 0, [new(text, "failed", 1, text) { Fix = text }]) { Findings = [new(text, text, text, Severity.Error, text, 1)] },
        Integration = new(text, "failed", 1, 1) { Output = text, Failed = 1, Tests = [new(text, "failed", 1, text)], Services = [new(text) { P95Seconds = 1 }] },
        Baseline = new(text, new(1, 1), [text]) { Metrics = [new(text, text, text, 2, 1) { Change = "worse", Percent = 100, History = [1, 2] }] },
        Cost = new() { Currency = text, Services = [new(text, 1)], Gaps = [text] },
    };

    [Fact]
    public void Comments_hold_no_markup_of_theirs() =>
        HostileText.Any.Sample(text =>
        {
            var body = new CommentBody(Run(text), new ReportMarker("talos", DateTimeOffset.UnixEpoch, text), new Uri("https://ci.example/r"), new Uri("https://ci.example/1")).Within(64_000);
            Assert.Equal("<!-- talos-report:talos valid-at=1970-01-01T00:00:00.000Z sha= -->", body.Split('\n')[0].Replace(text.Length is >= 7 and <= 64 && text.All(char.IsAsciiHexDigitLower) ? $"sha={text} " : "sha= ", "sha= ", StringComparison.Ordinal));
            Assert.Single(Comment().Matches(body));
            var html = Markdown.ToHtml(body, Site);
            var foreign = Element().Matches(html).FirstOrDefault(m => !Ours.Contains(m.Groups["name"].Value));
            Assert.True(foreign is null, $"{foreign?.Value} in {html[Math.Max(0, (foreign?.Index ?? 0) - 200)..Math.Min(html.Length, (foreign?.Index ?? 0) + 100)]}");
            Assert.All(Link().Matches(html), m => Assert.StartsWith("https://ci.example/", m.Groups["address"].Value, StringComparison.Ordinal));
            Assert.DoesNotMatch(Mention(), body);
        }, iter: 300);

    [Fact]
    public void Commands_to_the_runner_are_only_ours() =>
        HostileText.Any.Sample(text =>
        {
            foreach (var command in WorkflowCommands.Of(Annotation.Of(Run(text), file => file)).Append(WorkflowCommands.Notice(text)))
            {
                Assert.DoesNotContain('\n', command);
                Assert.DoesNotContain('\r', command);
                Assert.Matches(OurCommand(), command);
            }
        }, iter: 300);

    [Fact]
    public void Closing_lines_are_no_commands() =>
        HostileText.Any.Sample(text =>
        {
            var closing = TerminalSummary.Render(Run(":: " + text + " ::set-env name=PATH::x ##[command]y"));
            Assert.DoesNotContain(closing.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal));
        }, iter: 300);

    [Fact]
    public void Ten_annotations_of_a_type_are_all_the_runner_shows()
    {
        var many = Enumerable.Range(0, 30).Select(i => new Annotation(i % 3 == 0 ? Severity.Error : Severity.Warning, "a/b,c:d.yaml", i + 1, 2, "rule, of: 100%", $"line {i}\nsecond"));
        var commands = WorkflowCommands.Of(many).ToList();
        Assert.Equal(20, commands.Count);
        Assert.Equal("::error file=a/b%2Cc%3Ad.yaml,line=1,col=2,title=rule%2C of%3A 100%25::line 0%0Asecond", commands[0]);
    }

    [Fact]
    public void Comments_fit_whatever_the_report_holds()
    {
        var wide = string.Concat(Enumerable.Repeat("😀|`<details>", 200));
        var run = SampleRun.Failing with { Smoke = new(0, 400, 0, [.. Enumerable.Range(0, 400).Select(i => new CheckEntry($"{i} {wide}", "failed", 1, wide))]) };
        foreach (var budget in (int[])[64_000, 4_000, 1_000])
        {
            var body = new CommentBody(run, new ReportMarker("talos", DateTimeOffset.UnixEpoch, ""), new Uri("https://ci.example/r"), null).Within(budget);
            Assert.True(body.Length <= budget, $"{body.Length} characters for {budget}");
            Assert.Equal(body, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body)));
            Assert.Equal(body.Split("<details").Length, body.Split("</details>").Length);
        }
    }

    [Fact]
    public void A_summary_is_measured_in_bytes()
    {
        string Render(int budget) => new('€', Math.Min(budget, 900_000));
        Assert.InRange(StepSummary.Fit(Render, 1024 * 1024).Length, 300_000, 1024 * 1024 / 3);
        Assert.Equal("", StepSummary.Fit(Render, 100));
    }

    [Fact]
    public async Task Secrets_are_told_nobody()
    {
        using var github = new FakeGitHub();
        const string Secret = "ghs_Se*cr_et=of+the[workflow]";
        using var kit = new PublishKit(SampleRun.Failing with { Smoke = new(0, 1, 0, [new($"check {Secret}", "failed", 1, $"got {Secret}")]) });
        kit.OnGitHub(github.Root, Secret);
        await kit.RunAsync();
        var said = kit.Log + string.Concat(kit.Commands) + kit.Summary + kit.CommentFile + string.Concat(github.Requests.Select(r => r.Target + r.Body));
        Assert.DoesNotContain(Secret, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Se&#42;cr", said, StringComparison.Ordinal);
        Assert.Contains("redacted", kit.CommentFile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("talos --> <b>", false)]
    [InlineData("a.b-C_9", true)]
    [InlineData("", false)]
    public void An_id_cannot_leave_its_marker(string id, bool valid) =>
        Assert.Equal(valid, !TalosPlatform.Settings.ReportRules.Problems(new TalosPlatform.Settings.ReportSettings { Id = id }).Any());

    [Fact]
    public void Markers_are_read_as_they_are_written() =>
        Gen.Select(Gen.Const("talos"), Gen.Long[0, 253_402_300_799_000], Gen.Int[0, 2].Select(i => i == 0 ? "" : i == 1 ? PublishKit.Sha : "xyz")).Sample((id, time, sha) =>
        {
            var marker = new ReportMarker(id, DateTimeOffset.FromUnixTimeMilliseconds(time), sha);
            Assert.Equal(marker with { Sha = sha == "xyz" ? "" : sha }, ReportMarker.Of(marker + "\nbody"));
        });

    [GeneratedRegex("<!--")]
    private static partial Regex Comment();

    [GeneratedRegex("</?(?<name>[A-Za-z][A-Za-z0-9-]*)")]
    private static partial Regex Element();

    [GeneratedRegex("(?:href|src)=\"(?<address>[^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w&#;])@\w")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\A::(error|warning|notice) [a-z]+=[^\r\n]*::")]
    private static partial Regex OurCommand();
}
