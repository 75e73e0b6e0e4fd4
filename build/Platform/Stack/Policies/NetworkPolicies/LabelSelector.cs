using System.Collections.Immutable;

namespace TalosPlatform.Stack.Policies.NetworkPolicies;

/// <summary>Selects by labels (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors). Without any requirement it selects everything.</summary>
/// <param name="Labels">Labels that must be there with these values.</param>
/// <param name="Requirements">Further requirements; all must hold.</param>
public sealed record LabelSelector(ImmutableSortedDictionary<string, string> Labels, ImmutableArray<LabelRequirement> Requirements)
{
    /// <summary>Selects everything.</summary>
    public static LabelSelector Everything { get; } = new(ImmutableSortedDictionary<string, string>.Empty, []);

    /// <summary>Whether labels are selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        Labels.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value) && Requirements.All(r => r.Holds(labels));
}

/// <summary>One requirement of <c>matchExpressions</c>.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator"><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</param>
/// <param name="Values">Values of <c>In</c> and <c>NotIn</c>.</param>
public sealed record LabelRequirement(string Key, string Operator, ImmutableArray<string> Values)
{
    /// <summary>Whether labels fulfil it; an absent label fulfils <c>NotIn</c>.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> labels) => Operator switch
    {
        "In" => labels.TryGetValue(Key, out var value) && Values.Contains(value),
        "NotIn" => !labels.TryGetValue(Key, out var value) || !Values.Contains(value),
        "Exists" => labels.ContainsKey(Key),
        "DoesNotExist" => !labels.ContainsKey(Key),
        _ => false,
    };
}
