namespace TalosPlatform.Queries.PromQl;

/// <summary>A function of PromQL.</summary>
/// <param name="Name">Its name; case matters.</param>
/// <param name="ReturnType">Type of the result.</param>
/// <param name="ArgumentTypes">Types of the arguments; the last one also holds for further ones.</param>
/// <param name="Variadic">
/// 0: exactly the listed arguments; n &gt; 0: the last listed argument may be given up to n times, or not at all; -1: any number of times.
/// </param>
/// <param name="Since">First version of Prometheus that has it; 3.0 stands for "always" as far as this parser is concerned.</param>
/// <param name="StableSince">First version that has it without a feature flag; absent while it is experimental.</param>
public sealed record PromQlFunction(
    string Name, PromQlType ReturnType, IReadOnlyList<PromQlType> ArgumentTypes, int Variadic, Version Since, Version? StableSince)
{
    /// <summary>Fewest arguments a call may have.</summary>
    public int MinArguments => Variadic == 0 ? ArgumentTypes.Count : ArgumentTypes.Count - 1;

    /// <summary>Most arguments a call may have; absent when there is no limit.</summary>
    public int? MaxArguments => Variadic < 0 ? null : Variadic == 0 ? ArgumentTypes.Count : ArgumentTypes.Count - 1 + Variadic;

    /// <summary>Whether <paramref name="target"/> needs a feature flag for it.</summary>
    public bool IsExperimental(Version target) => StableSince is null || target < StableSince;

    /// <summary>Type of the argument number <paramref name="index"/>.</summary>
    internal PromQlType ArgumentType(int index) => ArgumentTypes[Math.Min(index, ArgumentTypes.Count - 1)];

    /// <summary>The signature as the documentation writes it: <c>round(instant vector, [scalar])</c>.</summary>
    public override string ToString()
    {
        var names = ArgumentTypes.Select(type => type.Documented()).ToList();
        if (Variadic != 0)
            names[^1] = Variadic == 1 ? $"[{names[^1]}]" : $"[{names[^1]}, …]";
        return $"{Name}({string.Join(", ", names)})";
    }
}
