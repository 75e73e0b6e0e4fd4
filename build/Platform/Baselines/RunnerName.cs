using System.Runtime.InteropServices;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;

namespace TalosPlatform.Baselines;

/// <summary>Tells kinds of machines apart, not machines: hosted runners are new ones every time.</summary>
internal static class RunnerName
{
    internal static string Of(CiVariables ci)
    {
        var owner = ci.System switch
        {
            CiSystem.GitHub when ci["RUNNER_ENVIRONMENT"] == "self-hosted" => $"self-hosted {ci["RUNNER_NAME"]}",
            CiSystem.GitHub => $"github-hosted {ci["ImageOS"]}",
            CiSystem.GitLab => $"gitlab {ci["CI_RUNNER_DESCRIPTION"]}",
            _ => "local",
        };
        return SafeText.OneLine($"{owner} {RuntimeInformation.RuntimeIdentifier} {Environment.ProcessorCount} processors", 200);
    }
}
