using Nuke.Common.Utilities.Collections;
using Serilog;

namespace TalosBuild.Engine.Tests.Logging;

public class RedactionTests
{
    private const string Secret = "s3cr3t-väl,ue%";

    private sealed class Leaky : NukeBuild
    {
        [Parameter("The token"), Secret] readonly string? Token;
        [Parameter, Secret] readonly string[] Others = [];
        [Parameter, Secret] readonly int Pin;
        [Parameter] readonly string? Plain;
        [Parameter, Secret] readonly string Generated = "generated-secret";

        Target Leak => _ => _.OnlyWhenStatic(() => Plain is null || Plain.Length > 0).Executes(() =>
        {
            Log.Information("token {Token} in {@Object}", Token, new { Token });
            Log.Warning($"token {Token}");
            Console.Write(Token![..4]);
            Console.WriteLine(Token[4..]);
            Console.Error.WriteLine(Token);
            Console.WriteLine(string.Join(' ', Others));
            Log.Information(Generated);
            ReportSummary(_ => _.AddPair("Token", Token));
        });

        Target Fail => _ => _.DependsOn(Leak).Executes(() => throw new InvalidOperationException($"{Token} refused", new IOException(Token)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--verbosity verbose")]
    [InlineData("--host GitHubActions")]
    [InlineData("--host GitLab")]
    [InlineData("--help")]
    [InlineData("--plan")]
    [InlineData("--pin x")]
    public void No_sink_shows_a_secret(string arguments)
    {
        using var run = new BuildRun();
        var summary = run.Root / "summary.md";
        run.WithVariable("GITHUB_STEP_SUMMARY", summary).WithVariable("GITHUB_TOKEN", "ghs_hosttoken");
        run.RunWith<Leaky>(["Fail", "--token", Secret, "--others", "other-secret", "--plain", Secret, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        var output = string.Join('\n', (run.Output + run.Error).Split('\n').Where(x => !x.StartsWith("::add-mask::", StringComparison.Ordinal)));
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
        Assert.DoesNotContain("other-secret", output, StringComparison.Ordinal);
        Assert.DoesNotContain("generated-secret", output, StringComparison.Ordinal);
        foreach (var file in run.Root.GlobFiles("**/*"))
            Assert.DoesNotContain(Secret, file.ReadAllText(), StringComparison.Ordinal);
    }

    [Fact]
    public void GitHub_hides_secrets_before_anything_is_printed()
    {
        using var run = new BuildRun().RunWith<Leaky>(["Leak", "--host", "GitHubActions", "--token", Secret, "--others", "a\nlonger\nb"]);
        var lines = run.Output.Split('\n');
        var masks = lines.TakeWhile(x => x.StartsWith("::add-mask::", StringComparison.Ordinal)).ToList();
        Assert.Contains("::add-mask::s3cr3t-väl,ue%25", masks);
        Assert.Contains("::add-mask::longer", masks);
        Assert.DoesNotContain(lines.Skip(masks.Count), x => x.Contains("add-mask", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refused_secret_is_not_repeated()
    {
        using var run = new BuildRun().RunWith<Leaky>(["Leak", "--pin", "12x4"]);
        Assert.Equal("Error: --pin: the value is no integer.\n", run.Error);
    }
}
