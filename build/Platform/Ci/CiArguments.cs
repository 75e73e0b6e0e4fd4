using System.Collections.Immutable;

namespace TalosPlatform.Ci;

/// <summary>Turns the inputs of a job into arguments of the build.</summary>
public static class CiArguments
{
    private const string Publication = "PublishReport";

    /// <summary>The arguments of a phase: targets first, then one parameter after the other; each is one word whatever stands in it.</summary>
    public static ImmutableArray<string> Of(CiPhase phase, CiInputs inputs, CiJob job)
    {
        var targets = Targets(phase, inputs);
        // Without a target the build would run its default one.
        if (targets.IsEmpty)
            return [];
        var arguments = targets.ToBuilder();
        foreach (var input in CiInputs.All.Where(i => i.Parameter is not null && i.Phases.Contains(phase)))
        {
            if (Value(input, inputs, job) is { Length: > 0 } value)
            {
                arguments.Add("--" + input.Parameter);
                arguments.AddRange(input.IsList ? CiTargets.Split(value) : [value]);
            }
        }

        return arguments.ToImmutable();
    }

    private static ImmutableArray<string> Targets(CiPhase phase, CiInputs inputs) => phase switch
    {
        CiPhase.Run when inputs["install-only"] == "true" => ["FetchTools"],
        // Its step has the token, and runs nothing else.
        CiPhase.Run => inputs.TargetNames.Remove(Publication),
        CiPhase.Publish => [Publication],
        CiPhase.Logs => ["CollectLogs"],
        CiPhase.Teardown => ["Teardown"],
        _ => [],
    };

    private static string? Value(CiInput input, CiInputs inputs, CiJob job) => input.Name switch
    {
        "cluster-name" => inputs[input.Name] is { Length: > 0 } name ? name : job.ClusterName,
        "working-directory" => job.Workspace is { } root ? Path.GetFullPath(inputs[input.Name], root) : inputs[input.Name],
        _ => inputs[input.Name],
    };
}
