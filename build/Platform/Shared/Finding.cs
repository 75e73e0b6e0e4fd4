using System.Text.Json.Serialization;

namespace TalosPlatform.Shared;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Worth knowing; never fails a target.</summary>
    [JsonStringEnumMemberName("info")] Info,

    /// <summary>Probably wrong; fails a target only in strict mode.</summary>
    [JsonStringEnumMemberName("warning")] Warning,

    /// <summary>Wrong; fails the target that found it.</summary>
    [JsonStringEnumMemberName("error")] Error,
}

/// <summary>Something a check has to say about a place in a user's file.</summary>
/// <param name="File">Path of the file, relative to the workspace, with forward slashes.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) or dotted YAML path inside the file; empty for the whole file.</param>
/// <param name="Rule">Stable identifier of the rule, kebab-case.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong and how to fix it.</param>
/// <param name="Line">One-based line; 0 when unknown.</param>
/// <param name="Column">One-based column; 0 when unknown.</param>
public sealed record Finding(string File, string Pointer, string Rule, Severity Severity, string Message, int Line = 0, int Column = 0)
{
    /// <summary>The finding as compilers print theirs: <c>file:line:column: severity rule: message</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? Column > 0 ? $"{File}:{Line}:{Column}" : $"{File}:{Line}" : File;
        var label = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
        return Pointer.Length > 0 ? $"{place}: {label} {Rule}: {Message} (at {Pointer})" : $"{place}: {label} {Rule}: {Message}";
    }
}
