namespace Nuke.Common.Execution;

/// <summary>A condition and how it is written in the build.</summary>
internal sealed record Condition(Func<bool> Holds, string Text)
{
    /// <summary>The text of a lambda's body, on one line.</summary>
    public static Condition Of(Func<bool> holds, string? expression)
    {
        var text = expression ?? "condition";
        var arrow = text.StartsWith("()", StringComparison.Ordinal) ? text.IndexOf("=>", StringComparison.Ordinal) : -1;
        if (arrow >= 0) text = text[(arrow + 2)..];
        return new Condition(holds, string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }
}
