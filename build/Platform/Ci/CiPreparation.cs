using System.Collections.Immutable;

namespace TalosPlatform.Ci;

/// <summary>What follows from the inputs of a job, for the steps after the first.</summary>
public static class CiPreparation
{
    /// <summary>Outputs of the step that checks the inputs.</summary>
    public static ImmutableArray<(string Name, string Value)> Outputs(CiInputs inputs, CiJob job)
    {
        var cluster = CiArguments.Of(CiPhase.Teardown, inputs, job);
        string Argument(string parameter) => cluster.IndexOf("--" + parameter) is var index and >= 0 ? cluster[index + 1] : "";
        string Word(bool value) => value ? "true" : "false";
        var measures = inputs["install-only"] == "false" && inputs.TargetNames.Any(t => t is not ("Teardown" or "Status" or "PublishReport" or "ValidateSources"));

        return
        [
            ("cluster-name", Argument("cluster-name")),
            ("workspace", Argument("workspace")),
            ("artifacts", Path.Combine(Argument("workspace"), "artifacts")),
            ("reports", Word(measures)),
            ("publish", Word(measures || inputs.TargetNames.Contains("PublishReport"))),
        ];
    }
}
