using System.Globalization;
using System.Text;

namespace TalosPlatform.Reports.Markdown;

/// <summary>Writes text from anywhere into GitHub and GitLab Markdown so that it stays text: no markup, HTML, link, mention, reference, emoji, command or table break.
/// Structure-bearing characters become numeric character references, which Markdown never reads as structure. What the sites look for
/// after rendering (@names, #1, !1, GH-1, bare addresses, :emoji:, commit ids) is broken up by a word joiner, which is invisible.</summary>
public static class MarkdownText
{
    /// <summary>U+2060, invisible and without a line break opportunity.</summary>
    internal const char WordJoiner = '\u2060';

    /// <summary>The text as plain text on one line.</summary>
    public static string Escape(string? text, int maxLength = 600)
    {
        var line = SafeText.OneLine(text, maxLength);
        var escaped = new StringBuilder(line.Length + 16);
        var hexRun = 0;
        var firstWord = true;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            // At the start of a cell or list item: GitLab's /commands and list markers.
            var next = i + 1 < line.Length ? line[i + 1] : ' ';
            if (IsStructure(c) || (i == 0 && (c is '/' or '-' or ':')) || (firstWord && next == ' ' && (c is '.' or ')')) || (c == ':' && next != ' '))
                escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            else
                escaped.Append(c);
            firstWord &= c != ' ';
            hexRun = char.IsAsciiHexDigit(c) ? hexRun + 1 : 0;
            if (StartsReference(i > 0 ? line[i - 1] : ' ', c, next) || EndsProtocol(line, i) || (hexRun == 6 && char.IsAsciiHexDigit(next)))
            {
                escaped.Append(WordJoiner);
                hexRun = 0;
            }
        }

        return escaped.ToString();
    }

    /// <summary>The text as code on one line, for names and paths. An HTML element, because a backtick span cannot hold every text inside a table.</summary>
    public static string Code(string? text, int maxLength = 200) => Escape(text, maxLength) is { Length: > 0 } escaped ? $"<code>{escaped}</code>" : "";

    private static bool IsStructure(char c) => c is '&' or '<' or '>' or '|' or '`' or '*' or '_' or '[' or ']' or '\\' or '~' or '^' or '#' or '@'
        or '!' or '$' or '=' or '+' or '{' or '}';

    // GitLab: @ # ! $ % ~ & ^ * start references; both: :name: is an emoji, ABC-1 may be a tracker's issue.
    private static bool StartsReference(char previous, char c, char next) =>
        (char.IsLetterOrDigit(next) || next is '_' or '"' or '/' or '+' or '-' or '`') && (c is '@' or '#' or '!' or '$' or '%' or '~' or '&' or '^' or ':' || (c == '-' && char.IsAsciiLetterUpper(previous) && char.IsAsciiDigit(next)));

    private static bool EndsProtocol(string line, int at) =>
        at >= 2 && at + 1 < line.Length && line[at + 1] == '.' && line.AsSpan(at - 2, 3).Equals("www", StringComparison.OrdinalIgnoreCase);
}
