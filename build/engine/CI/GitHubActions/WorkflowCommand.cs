namespace Nuke.Common.CI.GitHubActions;

/// <summary>
/// Commands to the runner, written to standard output. Escaping as in
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands and the runner's toolkit.
/// </summary>
internal static class WorkflowCommand
{
    public static string Write(string command, string message, params (string Name, string Value)[] properties)
    {
        var list = string.Join(',', properties.Select(x => $"{x.Name}={EscapeProperty(x.Value)}"));
        return $"::{command}{(list.Length > 0 ? " " + list : "")}::{EscapeData(message)}";
    }

    /// <summary>
    /// Text that the runner must not take for a command: a line of it that starts with <c>::</c>, or that contains
    /// <c>##[</c>, would be one.
    /// </summary>
    public static string Neutralise(string text)
    {
        if (!text.Contains("::", StringComparison.Ordinal) && !text.Contains("##[", StringComparison.Ordinal)) return text;
        var lines = text.Split('\n').Select(line => line.TrimStart().StartsWith("::", StringComparison.Ordinal) ? "| " + line : line);
        return string.Join('\n', lines).Replace("##[", "## [", StringComparison.Ordinal);
    }

    private static string EscapeData(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        EscapeData(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
