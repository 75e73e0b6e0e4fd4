using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;

namespace Nuke.Common.Reporting;

/// <summary>The answer to <c>--help</c>.</summary>
internal static class HelpText
{
    /// <summary>What only the build object can tell about a parameter.</summary>
    /// <param name="Default">Its default as text.</param>
    /// <param name="Choices">The only values there are.</param>
    internal sealed record Facts(string? Default, IReadOnlyList<string>? Choices);

    /// <param name="targets">All targets of the build.</param>
    /// <param name="parameters">All its parameters.</param>
    /// <param name="facts">Default of a parameter as text, and the only values it can have; null where there is none.</param>
    /// <param name="palette">Colours.</param>
    /// <param name="width">Columns to fill.</param>
    public static string Render(
        IReadOnlyList<ExecutableTarget> targets, ParameterCatalog parameters, Func<ParameterModel, Facts> facts, Palette palette, int width)
    {
        var text = new StringBuilder();
        text.Append($"{palette.Bold("Usage:")} build [target...] [--parameter [value...]]...\n\n");
        text.Append($"{palette.Bold("Targets")} (with their direct dependencies):\n\n");
        Targets(text, [.. targets.Where(x => x.Listed)], palette, width);
        Section(text, "Parameters", parameters.Own, facts, palette, width);
        Section(text, "Engine parameters", BuiltInParameters.All, facts, palette, width);
        text.Append("Values also come from NUKE_<NAME> variables and from .nuke/parameters.json.\n");
        return text.ToString();
    }

    private static void Targets(StringBuilder text, List<ExecutableTarget> targets, Palette palette, int width)
    {
        var column = targets.Select(x => Label(x).Length).DefaultIfEmpty(0).Max() + 5;
        foreach (var target in targets)
        {
            var dependencies = target.ExecutionDependencies.Count == 0 ? "" : "-> " + string.Join(", ", target.ExecutionDependencies);
            var right = string.Join("  ", new[] { target.Description?.Trim() ?? "", dependencies }.Where(x => x.Length > 0));
            var label = Label(target);
            var shown = target.IsDefault ? palette.Bold(label) : label;
            TextLayout.Row(text, "  " + palette.Cyan(shown), label.Length + 2, column, right, width);
        }
        text.Append('\n');
    }

    private static string Label(ExecutableTarget target) => target.Name + (target.IsDefault ? " (default)" : "");

    private static void Section(
        StringBuilder text, string title, IEnumerable<ParameterModel> models, Func<ParameterModel, Facts> facts, Palette palette, int width)
    {
        var listed = models.Where(x => x.IsListed).DistinctBy(x => x.Key).OrderBy(x => x.Option, StringComparer.Ordinal).ToList();
        if (listed.Count == 0) return;
        text.Append(palette.Bold(title)).Append(":\n\n");
        var column = Math.Min(34, listed.Max(x => Usage(x, facts(x)).Length) + 5);
        foreach (var model in listed)
        {
            var usage = Usage(model, facts(model));
            TextLayout.Row(text, "  " + palette.Cyan(usage), usage.Length + 2, column, Describe(model, facts(model)), width);
        }
        text.Append('\n');
    }

    private static string Usage(ParameterModel model, Facts facts)
    {
        if (model.IsSwitch) return model.Option;
        var value = facts.Choices is not null ? "value" : ValueConverter.Describe(model.ElementType);
        value = $"<{value}>{(model.IsList ? "..." : "")}";
        return $"{model.Option} {(model.AllowsNoValue || model.IsList ? $"[{value}]" : value)}";
    }

    private static string Describe(ParameterModel model, Facts facts)
    {
        var parts = new List<string>();
        if (model.Description?.Trim() is { Length: > 0 } description) parts.Add(description.EndsWith('.') ? description : description + ".");
        if (facts.Choices is { Count: > 0 } choices) parts.Add($"One of {string.Join(", ", choices)}.");
        if (model.Separator is { Length: > 0 } separator) parts.Add($"Separated by '{separator}'.");
        if (model.IsSecret) parts.Add("Secret.");
        if (model.IsRequired) parts.Add("Required.");
        if (facts.Default is { Length: > 0 } value) parts.Add($"Default: {value}.");
        return string.Join(' ', parts);
    }
}
