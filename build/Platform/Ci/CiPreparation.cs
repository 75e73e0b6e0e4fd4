using System.Collections.Immutable;
using TalosPlatform.Baselines;
using TalosPlatform.Publishing;
using TalosPlatform.Settings;

namespace TalosPlatform.Ci;

/// <summary>What follows from the inputs of a job, for the steps after the first.</summary>
public static class CiPreparation
{
    private static readonly ImmutableArray<string> WithoutReports = ["Teardown", "Status", "PublishReport", "ValidateSources"];

    /// <summary>Outputs of the step that checks the inputs.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="job">The job.</param>
    /// <param name="ci">Variables of the CI system.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Outputs(CiInputs inputs, CiJob job, CiVariables ci)
    {
        var cluster = CiArguments.Of(CiPhase.Teardown, inputs, job);
        string Argument(string parameter) => cluster.IndexOf("--" + parameter) is var index and >= 0 ? cluster[index + 1] : "";
        string Word(bool value) => value ? "true" : "false";
        var measures = inputs["install-only"] == "false" && inputs.TargetNames.Any(t => !WithoutReports.Contains(t));
        var branches = measures && inputs["baseline"] is not ("off" or "git") ? BaselineBranches.Of(ci) : null;
        return
        [
            new("cluster-name", Argument("cluster-name")),
            new("workspace", Argument("workspace")),
            new("artifacts", Path.Combine(Argument("workspace"), "artifacts")),
            new("reports", Word(measures)),
            new("publish", Word(measures || inputs.TargetNames.Contains("PublishReport"))),
            new("baselines", branches is null ? "" : CacheKey(inputs["report-id"], branches.Compare)),
            new("records", Word(branches?.Record is not null)),
        ];
    }

    // The beginning of the key of a cache, which finds the latest one that begins so: of no branch and no report may it be the beginning of another's.
    private static string CacheKey(string report, string branch) => $"talos-baselines/{(report.Length > 0 ? report : new ReportSettings().Id)}/{BaselineFile.NameOf(branch)}/";
}
