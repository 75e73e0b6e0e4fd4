using System.IO.Enumeration;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Workloads.Scaffolding;

/// <summary>Adds a folder to the list <c>apps</c> of <c>.talos-dev/config.yaml</c>; everything else in the file stays as it is, comments too.</summary>
public static class ConfigApps
{
    /// <summary>Whether one of the patterns means the folder.</summary>
    public static bool Means(IEnumerable<string> patterns, string folder) => patterns.Any(pattern =>
    {
        var parts = pattern.Trim('/').Split('/');
        var names = folder.Split('/');
        return parts.Contains("**")
            ? FileSystemName.MatchesSimpleExpression(pattern.Replace("**", "*", StringComparison.Ordinal), folder, ignoreCase: false)
            : parts.Length == names.Length && parts.Zip(names).All(p => FileSystemName.MatchesSimpleExpression(p.First, p.Second, ignoreCase: false));
    });

    /// <summary>The text with the folder added.</summary>
    /// <param name="text">The file's text, of which it is known that it can be read; empty for a new file.</param>
    /// <param name="folder">Folder below the workspace, with forward slashes.</param>
    public static string Add(string text, string folder)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode { Children.Count: > 0 } root)
            return $"{EndedLine(text)}apps:\n  - {folder}\n";
        var entry = root.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode { Value: "apps" });
        return entry.Key is null ? Beside(text, root, folder) : entry.Value switch
        {
            YamlSequenceNode { Children.Count: > 0, Style: YamlDotNet.Core.Events.SequenceStyle.Flow } list => Insert(text, End(list.Children[^1]), $", {folder}"),
            YamlSequenceNode { Style: YamlDotNet.Core.Events.SequenceStyle.Flow } list => Insert(text, At(list.Start) + 1, folder),
            YamlSequenceNode { Children.Count: > 0 } list => InsertLine(text, End(list.Children[^1]), $"{new string(' ', (int)list.Start.Column - 1)}- {folder}"),
            YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "~" or "null" } none => text[..At(none.Start)] + $"[{folder}]" + text[End(none)..],
            YamlScalarNode { Value: { Length: > 0 } } one => Insert(Insert(text, End(one), $", {folder}]"), At(one.Start), "["),
            _ => Insert(text, text.IndexOf(':', End(entry.Key)) + 1, $" [{folder}]"),
        };
    }

    private static string Beside(string text, YamlMappingNode root, string folder) => root.Style == YamlDotNet.Core.Events.MappingStyle.Flow
        ? Insert(text, At(root.Start) + 1, $" apps: [{folder}],")
        : Insert(text, text.LastIndexOf('\n', Math.Max(0, At(root.Start) - 1)) + 1, $"{new string(' ', (int)root.Start.Column - 1)}apps: [{folder}]\n");

    private static string EndedLine(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private static string Insert(string text, int at, string what) => text[..at] + what + text[at..];

    private static string InsertLine(string text, int after, string line)
    {
        var end = text.IndexOf('\n', after);
        return end < 0 ? $"{text}\n{line}\n" : Insert(text, end + 1, line + "\n");
    }

    private static int At(YamlDotNet.Core.Mark mark) => (int)mark.Index;

    private static int End(YamlNode node) => At(node.End);
}
