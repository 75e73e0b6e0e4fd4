using System.IO.Enumeration;

namespace TalosPlatform.Alerts.UnitTests;

/// <summary>Resolves the <c>rule_files</c> of a unit test as promtool does: relative to the test's folder, with wildcards in any part.</summary>
internal static class RuleFilePatterns
{
    /// <summary>Files that match, absolute; empty when none does.</summary>
    public static IReadOnlyList<string> Match(string testFile, string pattern)
    {
        var full = Path.GetFullPath(pattern, Path.GetDirectoryName(testFile)!);
        var root = Path.GetPathRoot(full)!;
        IEnumerable<string> places = [root];
        foreach (var part in full[root.Length..].Split(Path.DirectorySeparatorChar))
        {
            places = part.AsSpan().IndexOfAny("*?[") < 0
                ? places.Select(p => Path.Combine(p, part))
                : places.Where(Directory.Exists).SelectMany(p => Directory.EnumerateFileSystemEntries(p).Where(e => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(e), ignoreCase: false)));
        }

        return [.. places.Where(File.Exists).Order(StringComparer.Ordinal)];
    }
}
