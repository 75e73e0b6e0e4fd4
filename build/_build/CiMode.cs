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
        var ci = CiVariables.OfProcess();
        try
        {
            if (!Enum.TryParse<CiPhase>(word, ignoreCase: true, out var phase))
                throw new PlatformException($"\"{word}\" is no phase of a job.", $"Valid: {string.Join(", ", Enum.GetNames<CiPhase>()).ToLowerInvariant()}.");
            var inputs = CiInputs.Read(ci.All);
            var job = CiJob.Of(ci.All);
            if (phase == CiPhase.Prepare && ci["GITHUB_OUTPUT"] is { } outputs)
                OutputFormats.AppendGitHub(outputs, CiPreparation.Outputs(inputs, job, ci));
            File.WriteAllText(file, string.Concat(CiArguments.Of(phase, inputs, job).Select(a => a + "\0")));
            return 0;
        }
        catch (PlatformException problem)
        {
            return Fail(ci, problem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(ci, new PlatformException($"The files between the steps of the job cannot be written: {error.Message}", "Check TMPDIR, and GITHUB_OUTPUT on GitHub.", inner: error));
        }
    }

    private static int Fail(CiVariables ci, PlatformException problem)
    {
        if (ci.System == CiSystem.GitHub)
            Console.WriteLine(WorkflowCommands.Error(problem.Message));
        else
            Console.Error.WriteLine($"Error: {problem.Message}");
        return 1;
    }
}
