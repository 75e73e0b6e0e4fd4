using System.Collections;
using TalosPlatform.Ci;
using TalosPlatform.Publishing;
using TalosPlatform.Shared;

namespace TalosBuild;

/// <summary>The mode <c>ci</c>, which <c>ci-templates/run.sh</c> asks for: turns the inputs of a job into arguments of this build.</summary>
internal static class CiMode
{
    /// <summary>Does it where it was asked for.</summary>
    /// <param name="arguments">Arguments of the process: <c>ci &lt;phase&gt; &lt;file&gt;</c>; the file gets the arguments, each ended by a NUL.</param>
    /// <returns>The exit code; null when another mode was asked for.</returns>
    public static int? Run(string[] arguments)
    {
        if (arguments is not ["ci", var word, var file, ..])
            return null;
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal);
        try
        {
            if (!Enum.TryParse<CiPhase>(word, ignoreCase: true, out var phase))
                throw new PlatformException($"\"{word}\" is no phase of a job.", $"Valid: {string.Join(", ", Enum.GetNames<CiPhase>()).ToLowerInvariant()}.");
            var inputs = CiInputs.Read(variables);
            var job = CiJob.Of(variables);
            if (phase == CiPhase.Prepare && variables.GetValueOrDefault("GITHUB_OUTPUT") is { Length: > 0 } outputs)
                OutputFormats.AppendGitHub(outputs, CiPreparation.Outputs(inputs, job, CiVariables.OfProcess()));
            File.WriteAllText(file, string.Concat(CiArguments.Of(phase, inputs, job).Select(a => a + "\0")));
            return 0;
        }
        catch (PlatformException problem)
        {
            if (variables.ContainsKey("GITHUB_ACTIONS"))
                Console.WriteLine(WorkflowCommands.Error(problem.Message));
            else
                Console.Error.WriteLine($"Error: {problem.Message}");
            return 1;
        }
    }
}
