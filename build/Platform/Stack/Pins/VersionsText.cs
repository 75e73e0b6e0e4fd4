using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Pins;

/// <summary>The text of <c>stack/versions.yaml</c>, changed value by value: comments, order and everything else stay as they are.</summary>
public sealed class VersionsText
{
    private readonly List<string> _lines;

    /// <summary>Takes the text.</summary>
    public VersionsText(string text) => _lines = [.. text.Split('\n')];

    /// <summary>Replaces a value of an entry, wherever below the entry the key stands.</summary>
    /// <param name="section"><c>tools</c> or <c>images</c>.</param>
    /// <param name="entry">Name of the entry.</param>
    /// <param name="key">The key the value stands behind.</param>
    /// <param name="old">The value that is there.</param>
    /// <param name="replacement">The value to write.</param>
    /// <exception cref="PlatformException">It is not there; the file is written in a way that cannot be changed value by value.</exception>
    public void Replace(string section, string entry, string key, string old, string replacement)
    {
        var at = Find(section, entry, key, old);
        var start = _lines[at].IndexOf(old, _lines[at].IndexOf(key + ":", StringComparison.Ordinal) + key.Length, StringComparison.Ordinal);
        _lines[at] = string.Concat(_lines[at].AsSpan(0, start), replacement, _lines[at].AsSpan(start + old.Length));
    }

    /// <summary>Adds a key behind another one, at the same indentation.</summary>
    public void AddAfter(string section, string entry, string key, string value, string newKey, string newValue)
    {
        var at = Find(section, entry, key, value);
        var line = _lines[at];
        _lines.Insert(at + 1, $"{line[..(line.Length - line.TrimStart().Length)]}{newKey}: {newValue}{(line.EndsWith('\r') ? "\r" : "")}");
    }

    /// <summary>The text.</summary>
    public override string ToString() => string.Join('\n', _lines);

    private int Find(string section, string entry, string key, string value)
    {
        var start = _lines.FindIndex(line => line.TrimEnd() == section + ":");
        var first = start < 0 ? -1 : _lines.FindIndex(start + 1, line => line.TrimEnd() == $"  {entry}:");
        for (var i = first + 1; first >= 0 && i < _lines.Count; i++)
        {
            var line = _lines[i];
            var indentation = line.Length - line.TrimStart().Length;
            if (line.Trim().Length > 0 && indentation <= 2)
                break;
            var text = line.TrimStart(' ', '-', '{');
            var inside = line.IndexOf(key + ":", StringComparison.Ordinal);
            if (!text.StartsWith('#') && inside >= 0 && (inside == 0 || line[inside - 1] is ' ' or '{') && line.IndexOf(value, inside + key.Length, StringComparison.Ordinal) >= 0)
                return i;
        }

        throw new PlatformException($"\"{section}.{entry}.{key}\" with the value \"{value}\" is not where it is looked for in stack/versions.yaml.", "Write a key a line, entries two blanks deep.");
    }
}
