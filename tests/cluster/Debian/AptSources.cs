using System.Collections.Immutable;

namespace TalosPlatform.Tests.Cluster.Debian;

/// <summary>One stanza of apt's sources (sources.list(5), deb822 style); fields keep their text, continuation lines included.</summary>
internal sealed record AptStanza(ImmutableSortedDictionary<string, string> Fields)
{
    public IEnumerable<string> Suites => Words("Suites");

    public AptStanza With(string field, string value) => new(Fields.SetItem(field, value));

    public bool Enabled => !Fields.TryGetValue("Enabled", out var enabled) || !enabled.Trim().Equals("no", StringComparison.OrdinalIgnoreCase);

    private string[] Words(string field) => Fields.TryGetValue(field, out var value) ? value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];

    public override string ToString() => string.Join('\n', Fields.Select(field => $"{field.Key}: {field.Value}")) + "\n";
}

/// <summary>The Debian mirrors of this machine, read from its own apt sources: no host is named anywhere else.</summary>
internal static class AptSources
{
    /// <summary>Every enabled stanza for suites of a release, narrowed to those.</summary>
    /// <param name="files">Name and content of the files in <c>/etc/apt</c>.</param>
    /// <param name="codename">Code name of the release, such as <c>bookworm</c>.</param>
    public static ImmutableArray<AptStanza> OfRelease(IEnumerable<(string Name, string Content)> files, string codename) =>
        [.. from file in files
            from stanza in file.Name.EndsWith(".sources", StringComparison.Ordinal) ? Stanzas(file.Content) : Lines(file.Content)
            where stanza.Enabled
            let suites = stanza.Suites.Where(suite => suite == codename || suite.StartsWith(codename + "-", StringComparison.Ordinal)).ToList()
            where suites.Count > 0
            select stanza.With("Suites", string.Join(' ', suites))];

    /// <summary>The stanzas as one file that also serves source packages.</summary>
    public static string WithSources(IEnumerable<AptStanza> stanzas) => string.Join('\n', stanzas.Select(stanza => stanza.With("Types", "deb deb-src")));

    /// <summary>The main suite of another release from the same mirrors.</summary>
    public static string OtherRelease(IEnumerable<AptStanza> stanzas, string codename, string other) =>
        string.Join('\n', stanzas.Where(stanza => stanza.Suites.Contains(codename)).Select(stanza => stanza.With("Types", "deb").With("Suites", other)));

    private static IEnumerable<AptStanza> Stanzas(string content)
    {
        var fields = Empty();
        string? last = null;
        foreach (var raw in content.Split('\n').Append(""))
        {
            var line = raw.TrimEnd();
            if (line.StartsWith('#'))
                continue;
            if (line.Length == 0)
            {
                if (fields.Count > 0)
                    yield return new AptStanza(fields);
                fields = Empty();
                last = null;
            }
            else if (char.IsWhiteSpace(line[0]) && last is not null)
            {
                fields = fields.SetItem(last, fields[last] + "\n" + line);
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                last = line[..colon];
                fields = fields.SetItem(last, line[(colon + 1)..].Trim());
            }
        }
    }

    // deb [option=value …] uri suite component…
    private static IEnumerable<AptStanza> Lines(string content)
    {
        foreach (var line in content.Split('\n').Select(line => line.Split('#')[0].Trim()))
        {
            var options = "";
            var rest = line;
            if (line.IndexOf('[', StringComparison.Ordinal) is > 0 and var open && line.IndexOf(']', open) is > 0 and var close)
                (options, rest) = (line[(open + 1)..close], line[..open] + line[(close + 1)..]);
            var words = rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || words[0] is not "deb")
                continue;
            var fields = Empty().Add("Types", "deb").Add("URIs", words[1]).Add("Suites", words[2]).Add("Components", string.Join(' ', words[3..]));
            foreach (var option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Split('=', 2)).Where(option => option.Length == 2))
                fields = option[0].ToLowerInvariant() switch
                {
                    "signed-by" => fields.Add("Signed-By", option[1]),
                    "trusted" => fields.Add("Trusted", option[1]),
                    _ => fields,
                };
            yield return new AptStanza(fields);
        }
    }

    private static ImmutableSortedDictionary<string, string> Empty() => ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
}
