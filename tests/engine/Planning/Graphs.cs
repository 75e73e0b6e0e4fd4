using Nuke.Common.Planning;

namespace TalosBuild.Engine.Tests.Planning;

/// <summary>Writes graphs as text, so that tests read as tables.</summary>
internal static class Graphs
{
    /// <summary>
    /// One target for each part between semicolons, in declaration order: <c>C: A B &gt;D !E</c> is a C that depends on A and B,
    /// runs after D, and is triggered by E.
    /// </summary>
    public static PlanNode[] Parse(string text) =>
    [
        .. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            var sides = part.Split(':', StringSplitOptions.TrimEntries);
            var edges = sides.Length > 1 ? sides[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
            return new PlanNode(
                sides[0],
                [.. edges.Where(x => char.IsLetter(x[0]))],
                [.. edges.Where(x => x[0] == '>').Select(x => x[1..])],
                [.. edges.Where(x => x[0] == '!').Select(x => x[1..])]);
        }),
    ];

    public static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
