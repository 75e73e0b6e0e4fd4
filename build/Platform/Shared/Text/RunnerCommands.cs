namespace TalosPlatform.Shared.Text;

/// <summary>Text that the runner of a CI system must not take for a command. GitHub obeys lines that begin with <c>::</c> and anything after
/// <c>##[</c> (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands); GitLab obeys section marks after an escape character.</summary>
public static class RunnerCommands
{
    /// <summary>The text with what would be a command made visible instead.</summary>
    public static string Neutralise(string text)
    {
        if (!text.Contains("::", StringComparison.Ordinal) && !text.Contains("##[", StringComparison.Ordinal) && !text.Contains('\e', StringComparison.Ordinal))
            return text;
        var lines = text.Split('\n').Select(line => line.TrimStart() is var start && start.StartsWith("::", StringComparison.Ordinal) ? line[..^start.Length] + "| " + start : line);
        return string.Join('\n', lines).Replace("##[", "## [", StringComparison.Ordinal).Replace('\e', '␛');
    }
}
