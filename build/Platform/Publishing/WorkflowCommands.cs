using System.Globalization;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Publishing;

/// <summary>Commands to GitHub's runner, escaped as its toolkit does
/// (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).</summary>
public static class WorkflowCommands
{
    // The runner shows ten of each type a step and drops the rest.
    private const int Shown = 10;

    /// <summary>Annotations as commands, ten of each type at most.</summary>
    public static IEnumerable<string> Of(IEnumerable<Annotation> annotations) =>
        annotations.GroupBy(a => a.Severity).SelectMany(group => group.Take(Shown)).Select(Command);

    /// <summary>Why a job failed before there was anything to report.</summary>
    public static string Error(string message) => $"::error title=Talos platform::{Data(message)}";

    /// <summary>A note on the page of the run.</summary>
    public static string Notice(string message) => $"::notice title=Report::{Data(message)}";

    private static string Command(Annotation annotation)
    {
        var properties = new List<string>();
        if (annotation.File.Length > 0)
            properties.Add($"file={Property(annotation.File)}");
        if (annotation is { File.Length: > 0, Line: > 0 })
            properties.Add(string.Create(CultureInfo.InvariantCulture, $"line={annotation.Line}"));
        if (annotation is { File.Length: > 0, Line: > 0, Column: > 0 })
            properties.Add(string.Create(CultureInfo.InvariantCulture, $"col={annotation.Column}"));
        properties.Add($"title={Property(SafeText.OneLine(annotation.Title, 120))}");
        var name = annotation.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
        return $"::{name} {string.Join(',', properties)}::{Data(annotation.Message)}";
    }

    private static string Data(string text) => SafeText.Clean(text).Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
