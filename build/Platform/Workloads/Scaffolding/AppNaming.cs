using System.Text.RegularExpressions;

namespace TalosPlatform.Workloads.Scaffolding;

/// <summary>The forms a name takes in manifests, C# and Python.</summary>
/// <param name="Kebab">As Kubernetes writes it: <c>price-list</c>.</param>
/// <param name="Pascal">As C# and alerts write it: <c>PriceList</c>.</param>
/// <param name="Snake">As Python writes it: <c>price_list</c>.</param>
public sealed partial record AppNaming(string Kebab, string Pascal, string Snake)
{
    /// <summary>The forms of a name.</summary>
    public static AppNaming Of(string name) => new(name, string.Concat(name.Split('-').Select(Capital)), name.Replace('-', '_'));

    /// <summary>What is wrong with a name; null when nothing is. A DNS label (RFC 1035, as Services want it), with room for the suffixes of pods.</summary>
    public static string? Problem(string name) => Label().IsMatch(name)
        ? null
        : $"\"{name}\" is no name for an application: use lower-case letters, digits and single dashes, a letter first, at most 40 characters";

    /// <summary>Forms that occur nowhere in the code they are brought into, so that no type or module is hidden by them:
    /// a namespace <c>Orders</c> would hide <c>Orders.Orders</c>, a package <c>email</c> the one of Python's library.</summary>
    public AppNaming Among(IEnumerable<string> code)
    {
        var taken = new Regex($@"\b{Pascal}\b");
        return this with
        {
            Pascal = code.Any(taken.IsMatch) ? Pascal + "App" : Pascal,
            Snake = Snake.Contains('_', StringComparison.Ordinal) ? Snake : Snake + "_app",
        };
    }

    private static string Capital(string part) => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part[1..];

    [GeneratedRegex(@"\A(?=.{1,40}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Label();
}
