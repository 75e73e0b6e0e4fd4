using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TalosPlatform.Tests.Docs;

/// <summary>A Markdown file of the repository, taken apart.</summary>
internal sealed class Document
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal) { "bin", "obj", "node_modules", "artifacts", "temp", ".git", ".talos-dev" };
    private readonly MarkdownDocument _document;

    private Document(string path)
    {
        Path = path;
        Name = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        Text = File.ReadAllText(path);
        _document = Markdown.Parse(Text, new MarkdownPipelineBuilder().UsePipeTables().Build());
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Path relative to the repository.</summary>
    public string Name { get; }

    public string Text { get; }

    /// <summary>Addresses of links and images.</summary>
    public IEnumerable<string> Links => _document.Descendants<LinkInline>().Select(l => l.Url ?? "");

    /// <summary>Headings without markup.</summary>
    public IEnumerable<string> Headings => _document.Descendants<HeadingBlock>().Select(h => Plain(h.Inline));

    /// <summary>Anchors of the headings, as forges make them: lower case, spaces to hyphens, punctuation dropped, repetitions numbered.</summary>
    public IEnumerable<string> Anchors
    {
        get
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var heading in Headings)
            {
                var anchor = Anchor(heading);
                var before = seen.GetValueOrDefault(anchor);
                seen[anchor] = before + 1;
                yield return before == 0 ? anchor : $"{anchor}-{before}";
            }
        }
    }

    /// <summary>Code within lines.</summary>
    public IEnumerable<string> Spans => _document.Descendants<CodeInline>().Select(c => c.Content);

    /// <summary>Fenced blocks: language, content, and the code span at the end of the paragraph above, which names the file.</summary>
    public IEnumerable<(string Language, string Content, string File)> Blocks =>
        from block in _document.Descendants<FencedCodeBlock>()
        let siblings = block.Parent!
        let index = siblings.IndexOf(block)
        let above = index > 0 ? siblings[index - 1] as ParagraphBlock : null
        select (block.Info ?? "", block.Lines.ToString(), above?.Inline?.Descendants<CodeInline>().LastOrDefault()?.Content ?? "");

    /// <summary>Everything that is code: spans, and blocks line by line.</summary>
    public IEnumerable<string> Code => Spans.Concat(Blocks.SelectMany(b => b.Content.Split('\n')));

    /// <summary>The text from a heading to the next of the same or a higher level.</summary>
    public string Section(string heading)
    {
        var headings = _document.Descendants<HeadingBlock>().ToList();
        var start = headings.FindIndex(h => Plain(h.Inline) == heading);
        if (start < 0)
            return "";
        var end = headings.Skip(start + 1).FirstOrDefault(h => h.Level <= headings[start].Level);
        return Text[headings[start].Span.End..(end?.Span.Start ?? Text.Length)];
    }

    public static Document Load(string name) => new(System.IO.Path.Combine(Repository.Root, name));

    /// <summary>Every Markdown file of the repository.</summary>
    public static IEnumerable<Document> All() => Find(Repository.Root).Order(StringComparer.Ordinal).Select(path => new Document(path));

    private static IEnumerable<string> Find(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(Directory.EnumerateDirectories(folder).Where(d => !Skipped.Contains(System.IO.Path.GetFileName(d))).SelectMany(Find));

    private static string Plain(ContainerInline? inline) => string.Concat(inline?.Descendants().Select(i => i switch
    {
        CodeInline code => code.Content,
        LiteralInline literal => literal.Content.ToString(),
        _ => "",
    }) ?? []);

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder(heading.Length);
        foreach (var character in heading.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_')
                anchor.Append(character);
            else if (character == ' ')
                anchor.Append('-');
        }

        return anchor.ToString();
    }
}
