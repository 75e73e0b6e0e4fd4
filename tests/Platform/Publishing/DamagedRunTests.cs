using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using TalosPlatform.Publishing;
using TalosPlatform.Publishing.GitLab;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Tests.Reports;

namespace TalosPlatform.Tests.Publishing;

/// <summary>A workflow that reports on another one gets its <c>run.json</c> from a stranger: whatever is in it, it is refused or published, and nothing breaks.</summary>
public sealed class DamagedRunTests
{
    private static readonly string Whole = RunJson.Write(SampleRun.Failing);

    [Fact]
    public void Whatever_is_missing_or_wrong_is_refused_or_published() =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[0, 7]).Array[1, 4].Sample(changes =>
        {
            var json = JsonNode.Parse(Whole)!;
            foreach (var (place, change) in changes)
                Damage(json, place, change);
            RunDocument run;
            try
            {
                run = json.Deserialize(RunJson.Default.RunDocument)!;
            }
            catch (JsonException)
            {
                return;
            }

            var body = new CommentBody(run, new ReportMarker("talos", DateTimeOffset.UnixEpoch, ""), null, null).Within(64_000);
            Assert.True(body.Length <= 64_000);
            var annotations = Annotation.Of(run, file => file);
            Assert.All(WorkflowCommands.Of(annotations), c => Assert.DoesNotContain('\n', c));
            Assert.NotEmpty(GitLabReports.CodeQuality(annotations));
            Assert.Equal(RunOutputs.Names.Count, RunOutputs.Of(run, new Workspace(Path.GetTempPath(), Path.GetTempPath()), null).Count);
            _ = CommentOccasion.Begins("change", run);
        }, iter: 400);

    [Fact]
    public async Task A_run_of_tomorrow_does_not_keep_its_comment_from_those_of_today()
    {
        using var github = new FakeGitHub();
        using var kit = new PublishKit(SampleRun.Failing with { StartedAt = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        kit.OnGitHub(github.Root);
        await kit.RunAsync();
        Assert.StartsWith("<!-- talos-report:talos valid-at=2026-11-12T15:00:00", github.Comments[1].Body, StringComparison.Ordinal);
    }

    private static void Damage(JsonNode root, int place, int change)
    {
        var nodes = Descendants(root).ToList();
        var node = nodes[place % nodes.Count];
        JsonNode? with = change switch { 0 => null, 1 => "text", 2 => -1, 3 => new JsonArray(), 4 => new JsonObject(), 5 => 1e300, 6 => "NaN", _ => new JsonArray(null, null) };
        switch (node.Parent)
        {
            case JsonObject map when place % 3 == 0:
                map.Remove(node.GetPropertyName());
                break;
            case JsonObject map:
                map[node.GetPropertyName()] = with;
                break;
            case JsonArray list:
                list[node.GetElementIndex()] = with;
                break;
        }
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var children = node switch
        {
            JsonObject map => map.Select(p => p.Value),
            // Points of charts are many and all alike.
            JsonArray list => list.Take(3),
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(c => Descendants(c).Prepend(c));
    }
}
