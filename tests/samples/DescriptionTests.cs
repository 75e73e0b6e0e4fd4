using System.Text.RegularExpressions;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

/// <summary>app.yaml, smoke tests and Dockerfile: what other parts of the platform and other people's tools read.</summary>
public sealed partial class DescriptionTests
{
    private static readonly string[] Comparisons = ["above", "below", "equals", "atLeast", "atMost", "between"];
    private static readonly string[] Keys = ["name", "promql", "traceql", "http", "needs", "status", "contains", "within", "message", .. Comparisons];

    public static TheoryData<string> Samples => [.. Repository.Samples];

    [Theory, MemberData(nameof(Samples))]
    public void App_yaml_is_named_after_its_folder_and_refers_to_what_exists(string sample)
    {
        var app = AppManifest.Of(sample);
        Assert.Equal(sample, app.Name);
        Assert.Contains(app.Runtime, new[] { "dotnet", "node", "go", "python" });
        Assert.Contains(app.Ready.Port, app.Ports.Keys);
        Assert.All(app.Environment.Values.SelectMany(value => Reference().Matches(value)), match =>
        {
            Assert.Contains(match.Groups[1].Value, Repository.Samples);
            Assert.Contains(match.Groups[2].Value, AppManifest.Of(match.Groups[1].Value).Ports.Keys);
        });
        Assert.Contains(app.Load, request => request.Method == "GET");
        Assert.All(app.Load, request => Assert.True(request.Weight > 0 && request.Path.StartsWith('/') && request.Body is null == request.ContentType is null));
    }

    [Theory, MemberData(nameof(Samples))]
    public void A_smoke_test_asks_one_thing_compares_it_once_and_says_what_to_do(string sample)
    {
        var checks = SampleFiles.SmokeChecks(sample);
        Assert.NotEmpty(checks);
        Assert.Equal(checks.Count, checks.Select(check => SampleFiles.Text(check, "name")).Distinct().Count());
        Assert.All(checks, check =>
        {
            var keys = check.Children.Keys.Select(key => key.ToString()).ToArray();
            Assert.Subset(Keys.ToHashSet(), keys.ToHashSet());
            Assert.Equal(1, keys.Count(key => key is "promql" or "traceql" or "http"));
            Assert.Equal(keys.Contains("http") ? 0 : 1, keys.Count(Comparisons.Contains));
            Assert.True(!keys.Contains("http") || keys.Contains("status") || keys.Contains("contains"));
            Assert.Matches(@"^\d+s$", SampleFiles.Text(check, "within")!);
            Assert.NotNull(SampleFiles.Text(check, "message"));
        });
    }

    [Theory, MemberData(nameof(Samples))]
    public void The_image_is_built_in_stages_runs_as_a_numbered_user_and_copies_what_exists(string sample)
    {
        var folder = Repository.Sample(sample);
        var lines = File.ReadAllLines(Path.Combine(folder, "Dockerfile")).Where(line => !line.StartsWith('#')).ToArray();
        var stages = lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToArray();
        Assert.True(stages.Length >= 2);
        Assert.All(stages, stage => Assert.Matches(@"^FROM \S+:[\w.-]+( AS \w+)?$", stage));
        Assert.DoesNotContain(stages, stage => stage.Contains(":latest", StringComparison.Ordinal));

        var last = lines.SkipWhile(line => line != stages[^1]).ToArray();
        var user = Assert.Single(last, line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.Matches(@"^USER [1-9]\d*:[1-9]\d*$", user);
        Assert.Contains($"runAsUser: {user[5..].Split(':')[0]}", File.ReadAllText(Path.Combine(folder, "k8s.yaml")), StringComparison.Ordinal);

        var context = lines.Any(line => line.Contains($"samples/{sample}", StringComparison.Ordinal)) ? Repository.Root : folder;
        var sources = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]);
        Assert.All(sources, source => Assert.True(Exists(context, source), source));
    }

    private static bool Exists(string folder, string source) =>
        source.Contains('*', StringComparison.Ordinal) ? Directory.GetFiles(folder, source).Length > 0 : Path.Exists(Path.Combine(folder, source));

    [GeneratedRegex(@"\$\{url:([\w-]+):(\w+)\}")]
    private static partial Regex Reference();
}
