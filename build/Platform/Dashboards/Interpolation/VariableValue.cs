using System.Collections.Immutable;

namespace TalosPlatform.Dashboards.Interpolation;

/// <summary>What a name stands for while a text is interpolated.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Values">Its values; one unless it is a list.</param>
/// <param name="Texts">What Grafana shows for them.</param>
internal sealed record VariableValue(string Name, ImmutableArray<string> Values, ImmutableArray<string> Texts)
{
    /// <summary>Whether Grafana holds an array here: several values chosen, or All.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the variable allows several values; decides how datasources escape.</summary>
    public bool Multi { get; init; }

    /// <summary>Whether the variable offers All; decides how datasources escape.</summary>
    public bool IncludeAll { get; init; }

    /// <summary>All is chosen and has a value of its own, which is used as it stands.</summary>
    public bool IsCustomAll { get; init; }

    /// <summary>All is chosen.</summary>
    public bool IsAll { get; init; }

    /// <summary>Ad hoc filters interpolate to nothing: they work on the query itself.</summary>
    public bool IsAdHoc { get; init; }

    /// <summary>Values of paths such as <c>${__dashboard.uid}</c>.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A single value.</summary>
    public static VariableValue Single(string name, string value, string? text = null) => new(name, [value], [text ?? value]);

    /// <summary>One value of a list, as a repeated panel sees the variable it repeats for.</summary>
    public VariableValue Scoped(int index) => this with
    {
        Values = [Values[index]],
        Texts = [index < Texts.Length ? Texts[index] : Values[index]],
        IsList = false,
        IsAll = false,
        IsCustomAll = false,
    };
}
