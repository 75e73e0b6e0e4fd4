using System.Collections.Immutable;

namespace TalosPlatform.Ci;

/// <summary>Turns the inputs of a job into arguments of the build.</summary>
public static class CiArguments
{
    /// <summary>The arguments of a phase: targets first, then one parameter after the other; each is one word whatever stands in it.</summary>
    public static ImmutableArray<string> Of(CiPhase phase, CiInputs inputs, CiJob job)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.AddRange(Targets(phase, inputs));
        foreach (var input in CiInputs.All.Where(i => i.Parameter is not null && i.Phases.Contains(phase)))
        {
            if (Value(input, inputs, job) is { Length: > 0 } value)
                arguments.AddRange("--" + input.Parameter, value);
        }

        return arguments.ToImmutable();
    }

    private static ImmutableArray<string> Targets(CiPhase phase, CiInputs inputs) => phase switch
    {
        CiPhase.Run when inputs["install-only"] == "true" => ["FetchTools"],
        CiPhase.Run => inputs.TargetNames,
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
