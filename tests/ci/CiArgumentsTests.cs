using System.Collections.Immutable;
using TalosPlatform.Ci;
using TalosPlatform.Publishing;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Ci;

/// <summary>Inputs become arguments.</summary>
public sealed class CiArgumentsTests
{
    private static readonly Dictionary<string, string> GitHub = new()
    {
        ["GITHUB_RUN_ID"] = "12345678901", ["GITHUB_RUN_ATTEMPT"] = "3", ["GITHUB_JOB"] = "verify", ["RUNNER_NAME"] = "one", ["GITHUB_WORKSPACE"] = "/checkout",
    };

    [Theory]
    // phase, inputs, arguments
    [InlineData("Run", "", "Verify --cluster-name NAME --workspace /checkout")]
    [InlineData("Run", "observability=disabled", "ProvisionCluster --cluster-name NAME --workspace /checkout")]
    [InlineData("Run", "targets=SmokeTest,EstimateCost|provider=host", "SmokeTest EstimateCost --provider host --cluster-name NAME --workspace /checkout")]
    [InlineData("Run", "install-only=true", "FetchTools --cluster-name NAME --workspace /checkout")]
    [InlineData("Run", "cluster-name=mine|working-directory=shop", "Verify --cluster-name mine --workspace /checkout/shop")]
    [InlineData("Run", "cost-budget-monthly=250|cost-currency=EUR|wait-timeout=5m", "Verify --cluster-name NAME --wait-timeout 5m --cost-currency EUR --cost-budget-monthly 250 --workspace /checkout")]
    [InlineData("Run", "targets=PublishReport", "")]
    [InlineData("Publish", "targets=PublishReport|comment=off|working-directory=talos", "PublishReport --comment off --summary true --workspace /checkout/talos")]
    [InlineData("Publish", "report-id=shop|token-variable=SHOP_TOKEN|provider=host", "PublishReport --report-id shop --summary true --token-variable SHOP_TOKEN --workspace /checkout")]
    [InlineData("Logs", "provider=host|comment=off", "CollectLogs --provider host --cluster-name NAME --workspace /checkout")]
    [InlineData("Teardown", "targets=Verify|comment=off", "Teardown --cluster-name NAME --workspace /checkout")]
    [InlineData("Prepare", "targets=Verify", "")]
    public void Of_a_phase(string phase, string inputs, string expected)
    {
        var job = CiJob.Of(GitHub);
        var arguments = CiArguments.Of(Enum.Parse<CiPhase>(phase), Read(inputs), job);
        Assert.Equal(expected.Replace("NAME", job.ClusterName, StringComparison.Ordinal), string.Join(' ', arguments));
    }

    [Fact]
    public void Jobs_of_a_matrix_get_clusters_of_their_own()
    {
        var other = new Dictionary<string, string>(GitHub) { ["RUNNER_NAME"] = "two" };
        Assert.NotEqual(CiJob.Of(GitHub).ClusterName, CiJob.Of(other).ClusterName);
        Assert.Equal(CiJob.Of(GitHub).ClusterName, CiJob.Of(new Dictionary<string, string>(GitHub)).ClusterName);
        Assert.Equal("ci-99", CiJob.Of(new Dictionary<string, string> { ["CI_JOB_ID"] = "99" }).ClusterName);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_unknown_inputs_get_the_nearest_name()
    {
        var problem = Assert.Throws<PlatformException>(() => CiInputs.Read(new Dictionary<string, string> { ["TALOS_INPUT_TARGET"] = "Verify", ["TALOS_INPUT_PROVIDER"] = "dokcer", ["TALOS_INPUT_COMMENT"] = "updat" }));
        Assert.Contains("There is no input \"target\": did you mean \"targets\"?", problem.Message, StringComparison.Ordinal);
        Assert.Contains("\"dokcer\" is not valid for the input \"provider\"", problem.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean \"update\"?", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    // variables, inputs; then the beginning of the key, whether the run is recorded
    [InlineData("GITHUB_REF=refs/heads/main", "", "talos-baselines/talos/main.json/", "true")]
    [InlineData("GITHUB_REF=refs/heads/main", "report-id=nightly", "talos-baselines/nightly/main.json/", "true")]
    [InlineData("GITHUB_REF=refs/pull/7/merge|GITHUB_BASE_REF=main", "", "talos-baselines/talos/main.json/", "false")]
    [InlineData("GITHUB_REF=refs/tags/v1", "", "", "false")]
    [InlineData("GITHUB_REF=refs/heads/main", "baseline=off", "", "false")]
    [InlineData("GITHUB_REF=refs/heads/main", "baseline=git", "", "false")]
    [InlineData("GITHUB_REF=refs/heads/main", "targets=PublishReport", "", "false")]
    [InlineData("GITHUB_REF=refs/heads/main", "install-only=true", "", "false")]
    public void Baselines_of_a_branch_have_a_key_that_is_the_beginning_of_no_other(string variables, string inputs, string key, string records)
    {
        var outputs = Prepare(variables, inputs);
        Assert.Equal((key, records), (outputs["baselines"], outputs["records"]));
    }

    [Theory]
    [InlineData("main", "", "main-2", "")]
    [InlineData("a,b", "", "a-b", "")]
    [InlineData("b-main", "a", "main", "a-b")]
    public void Keys_of_baselines_hold_no_comma_and_lead_to_one_branch(string branch, string report, string otherBranch, string otherReport)
    {
        string Key(string name, string id) => Prepare($"GITHUB_REF=refs/heads/{name}", id.Length > 0 ? $"report-id={id}" : "")["baselines"];
        var (one, other) = (Key(branch, report), Key(otherBranch, otherReport));
        Assert.False(one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal), $"{one} and {other}");
        Assert.DoesNotContain(',', one + other);
    }

    private static Dictionary<string, string> Prepare(string variables, string inputs)
    {
        var all = new Dictionary<string, string>(GitHub) { ["GITHUB_ACTIONS"] = "true" };
        foreach (var variable in variables.Split('|').Select(v => v.Split('=', 2)))
            all[variable[0]] = variable[1];
        return CiPreparation.Outputs(Read(inputs), CiJob.Of(all), new CiVariables(all.ToImmutableDictionary())).ToDictionary();
    }

    private static CiInputs Read(string inputs) => CiInputs.Read(inputs.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(i => i.Split('=', 2))
        .ToDictionary(i => "TALOS_INPUT_" + i[0].ToUpperInvariant().Replace('-', '_'), i => i[1], StringComparer.Ordinal));
}
