using System.Collections.Immutable;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>
/// Which labels the series of an expression can have. An open set has any label but the excluded ones, a closed set at most the
/// included ones.
/// </summary>
/// <param name="IsOpen">Whether labels that are not mentioned can occur.</param>
/// <param name="Included">Labels of a closed set.</param>
/// <param name="ClosedBy">What closed the set, to be named in messages.</param>
/// <param name="Excluded">Labels an open set lacks, with what took them away.</param>
/// <param name="Known">Labels that are surely there, with their value when there is only one.</param>
internal sealed record LabelSet(
    bool IsOpen,
    ImmutableHashSet<string> Included,
    PromQlExpression? ClosedBy,
    ImmutableDictionary<string, PromQlExpression> Excluded,
    ImmutableDictionary<string, string?> Known)
{
    private static readonly ImmutableDictionary<string, PromQlExpression> NothingExcluded =
        ImmutableDictionary.Create<string, PromQlExpression>(StringComparer.Ordinal);

    private static readonly ImmutableDictionary<string, string?> NothingKnown =
        ImmutableDictionary.Create<string, string?>(StringComparer.Ordinal);

    private static readonly ImmutableHashSet<string> NoLabels = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Any label may occur.</summary>
    public static LabelSet Anything { get; } = new(true, NoLabels, null, NothingExcluded, NothingKnown);

    /// <summary>No label but these.</summary>
    public static LabelSet Only(IEnumerable<string> labels, PromQlExpression because) =>
        new(false, NoLabels.Union(labels), because, NothingExcluded, NothingKnown);

    /// <summary>Whether series can have the label.</summary>
    public bool CanHave(string label) => IsOpen ? !Excluded.ContainsKey(label) : Included.Contains(label);

    /// <summary>What made the label impossible; null when it is possible.</summary>
    public PromQlExpression? WhyNot(string label) =>
        CanHave(label) ? null : IsOpen ? Excluded[label] : ClosedBy;

    /// <summary>The set with a label that may be there, with a value not known.</summary>
    public LabelSet With(string label) => this with
    {
        Included = IsOpen ? Included : Included.Add(label),
        Excluded = Excluded.Remove(label),
        Known = Known.Remove(label),
    };

    /// <summary>The set with a label that is surely there.</summary>
    public LabelSet WithKnown(string label, string? value) => With(label) with { Known = Known.SetItem(label, value) };

    /// <summary>The set without a label.</summary>
    public LabelSet Without(string label, PromQlExpression because) => this with
    {
        Included = Included.Remove(label),
        Excluded = IsOpen && !Excluded.ContainsKey(label) ? Excluded.Add(label, because) : Excluded,
        Known = Known.Remove(label),
    };

    /// <summary>At most these labels of the set.</summary>
    public LabelSet Keep(IReadOnlyCollection<string> labels, PromQlExpression because)
    {
        var kept = Only(labels.Where(CanHave), because);
        return Known.Count == 0 ? kept : kept with { Known = NothingKnown.AddRange(Known.Where(known => labels.Contains(known.Key))) };
    }

    /// <summary>Series of this set and of another one.</summary>
    public LabelSet Or(LabelSet other)
    {
        var known = NothingKnown.AddRange(Known.Where(it => other.Known.TryGetValue(it.Key, out var value) && value == it.Value));
        if (!IsOpen && !other.IsOpen)
            return this with { Included = Included.Union(other.Included), Known = known };
        var open = IsOpen ? this : other;
        var rest = IsOpen ? other : this;
        return open with { Excluded = NothingExcluded.AddRange(open.Excluded.Where(it => !rest.CanHave(it.Key))), Known = known };
    }
}
