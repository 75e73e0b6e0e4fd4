using TalosPlatform.Reports;

namespace TalosBuild;

/// <summary>How wide and how colourful the output may be.</summary>
internal static class TerminalLook
{
    public static TerminalSummaryOptions Of()
    {
        if (Console.IsOutputRedirected)
            return new TerminalSummaryOptions();
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return new TerminalSummaryOptions(Math.Max(40, Console.WindowWidth), colour, Math.Max(20, Console.WindowHeight));
    }
}
