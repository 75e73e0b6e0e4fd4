using System.Collections.Immutable;
using System.Globalization;

namespace TalosPlatform.Stack.Pins;

/// <summary>A file before and after.</summary>
/// <param name="Name">Path below the repository, with forward slashes.</param>
/// <param name="Before">Its text before.</param>
/// <param name="After">Its text after.</param>
public sealed record FileChange(string Name, string Before, string After)
{
    /// <summary>The lines that changed, as a diff without context: the file and line of each, what went, what came.</summary>
    public ImmutableArray<string> Diff()
    {
        var (before, after) = (Before.Split('\n'), After.Split('\n'));
        var lines = ImmutableArray.CreateBuilder<string>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length; i++, j++)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
                continue;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Name}:{j + 1}"));

            // A line is replaced or added, never taken away.
            var added = i >= before.Length || (j + 1 < after.Length && before[i] == after[j + 1]);
            if (!added)
                lines.Add("- " + before[i].Trim());
            lines.Add("+ " + after[j].Trim());
            if (added)
                i--;
        }

        return lines.ToImmutable();
    }
}
