using System.Text;

namespace TalosPlatform.Reports.Markdown;

/// <summary>A part of the report that is kept or dropped as a whole.</summary>
/// <param name="Title">Its name, in the line that says what was left out.</param>
/// <param name="Text">Its Markdown, ending with a line feed.</param>
internal sealed record MarkdownSection(string Title, string Text);

/// <summary>Keeps a comment within the size a site accepts.</summary>
internal static class MarkdownBudget
{
    /// <summary>Joins the parts; drops the largest sections until the rest fits.</summary>
    internal static string Fit(string head, IReadOnlyList<MarkdownSection> sections, string tail, int budget)
    {
        var kept = sections.Where(s => s.Text.Length > 0).ToList();
        var dropped = new List<string>();
        while (true)
        {
            var notice = dropped.Count > 0
                ? $"\n> [!NOTE]\n> Left out to fit: {string.Join(", ", sections.Select(s => s.Title).Where(dropped.Contains))}. Everything is in the full report and in `run.json`.\n"
                : "";
            var text = head + string.Concat(kept.Select(s => "\n" + s.Text)) + notice + tail;
            if (text.Length <= budget)
                return text;
            if (kept.Count == 0)
                return Truncate(head + notice + tail, budget);
            var largest = kept.MaxBy(s => s.Text.Length)!;
            kept.Remove(largest);
            dropped.Add(largest.Title);
        }
    }

    /// <summary>Cuts the text at a line end where possible, splits no surrogate pair, entity or tag, and closes fences and disclosures that are open at the cut.</summary>
    internal static string Truncate(string text, int budget)
    {
        if (text.Length <= budget)
            return text;
        // Room for the ellipsis, a fence and a few closing tags.
        for (var length = Math.Max(0, budget - 8); length > 0;)
        {
            length = SafeText.Cut(text, length);
            var lineEnd = text.LastIndexOf('\n', length - 1);
            var cut = lineEnd > 0 ? text[..(lineEnd + 1)] : "";
            var closing = Closing(cut);
            if (cut.Length + closing.Length + 2 <= budget && cut.Length > 0)
                return cut + closing + "…\n";
            length = lineEnd;
        }

        return budget > 0 ? "…" : "";
    }

    private static string Closing(string text)
    {
        var closing = new StringBuilder();
        var fence = "";
        var open = 0;
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.TrimStart();
            if (trimmed.StartsWith("```", StringComparison.Ordinal))
                fence = fence.Length > 0 ? "" : "```";
            else if (fence.Length == 0)
                open += Occurrences(line, "<details") - Occurrences(line, "</details>");
        }

        if (fence.Length > 0)
            closing.Append(fence).Append('\n');
        for (; open > 0; open--)
            closing.Append("\n</details>\n");
        return closing.ToString();
    }

    private static int Occurrences(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }
}
