using System.Collections.Immutable;

namespace TalosPlatform.Ci;

/// <summary>What follows from the inputs of a job, for the steps after the first.</summary>
public static class CiPreparation
{
    /// <summary>Outputs of the step that checks the inputs.</summary>
    public static ImmutableArray<(string Name, string Value)> Outputs(CiInputs inputs, CiJob job)
    {
        var run = CiArguments.Of(CiPhase.Run, inputs, job);
        string Argument(string parameter) => run.IndexOf("--" + parameter) is var index and >= 0 ? run[index + 1] : "";

        return
        [
            ("cluster-name", Argument("cluster-name")),
            ("workspace", Argument("workspace")),
            ("artifacts", Path.Combine(Argument("workspace"), "artifacts")),
            ("reports", inputs["install-only"] == "false" && inputs.TargetNames.Any(t => t is not ("Teardown" or "Status")) ? "true" : "false"),
        ];
    }
}
