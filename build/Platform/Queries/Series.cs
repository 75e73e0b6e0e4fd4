using System.Collections.Immutable;

namespace TalosPlatform.Queries;

/// <summary>One value of a series.</summary>
/// <param name="Time">Unix time in seconds.</param>
/// <param name="Value">The value; may be NaN or infinite.</param>
public readonly record struct Sample(double Time, double Value);

/// <summary>A labelled series of samples; an instant query gives one sample a series.</summary>
/// <param name="Labels">Label names and values, <c>__name__</c> included.</param>
/// <param name="Samples">Samples in the order of time.</param>
public sealed record Series(ImmutableSortedDictionary<string, string> Labels, ImmutableArray<Sample> Samples)
{
    /// <summary>The value of a label, or an empty text, as PromQL treats absent labels.</summary>
    public string Label(string name) => Labels.GetValueOrDefault(name, "");

    /// <summary>The series as PromQL writes it: <c>name{label="value"}</c>.</summary>
    public override string ToString() =>
        Label("__name__") + "{" + string.Join(", ", Labels.Where(l => l.Key != "__name__").Select(l => $"{l.Key}=\"{l.Value}\"")) + "}";
}

/// <summary>What a query gave.</summary>
/// <param name="Type"><c>vector</c>, <c>matrix</c>, <c>scalar</c> or <c>string</c>.</param>
/// <param name="Series">The series; a scalar is one series without labels.</param>
/// <param name="Warnings">What the server warned of.</param>
/// <param name="Infos">What the server noted, such as a rate over something that is no counter.</param>
public sealed record QueryResult(string Type, ImmutableArray<Series> Series, ImmutableArray<string> Warnings, ImmutableArray<string> Infos)
{
    /// <summary>The value of the first series' last sample, or null when there is none.</summary>
    public double? FirstValue => Series.Length > 0 && Series[0].Samples.Length > 0 ? Series[0].Samples[^1].Value : null;
}
