using CsCheck;

namespace TalosPlatform.Tests.Reports;

/// <summary>Texts that try to be more than text.</summary>
internal static class HostileText
{
    private static readonly string[] Fragments =
    [
        "<", ">", "&", "\"", "'", "`", "``", "```", "|", "\\", "\\|", "*", "**", "_", "__", "~~", "#", "# ", "- ", "1. ", "> ", "[", "](", ")", "![", "@user", "@org/team", "#12", "!7", "GH-1", "ABC-123",
        "http://x.y", "https://evil.example/a", "ftp://a.b", "www.evil.example", "mailto:a@b.cd", "a@b.cd", ":tada:", ":)", "javascript:alert(1)", "</script>", "<script>", "<!--", "-->", "]]>", "<![CDATA[", "</details>", "<img src=x onerror=1>",
        "&lt;", "&#64;", "&amp;", "\n", "\r\n", "\t", "\n\n", "\n/close\n", "/close", "\0", "\u0001", "\u001b[31m", "\u007f", "\u0085", "\u2028", "\u202e", "\u2066", "\ud800", "\udc00", "\ufffe", "\uffff", "😀", "é", "한", " ", "a", "Z", "0",
        "deadbeefcafe1234", "4bf92f3577b34da6a3ce929d0e0e4736", "$1", "$$x$$", "%5", "~label", "^x^", "==m==", "{{ x }}", "${{ x }}", "---", "===", "    code", "|--|--|",
    ];

    /// <summary>Fragments in any order, mixed with arbitrary characters.</summary>
    internal static Gen<string> Any { get; } =
        Gen.OneOf(Gen.Int[0, Fragments.Length - 1].Select(i => Fragments[i]), Gen.String[0, 6], Gen.Char.Select(c => c.ToString())).Array[0, 12].Select(string.Concat);
}
