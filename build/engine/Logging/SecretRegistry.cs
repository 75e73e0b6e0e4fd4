using System.Text;

namespace Nuke.Common.Logging;

/// <summary>The texts that must never be printed.</summary>
internal sealed class SecretRegistry
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    private readonly Lock _lock = new();
    private volatile string[] _texts = [];

    /// <summary>All texts to hide, longest first, so that a secret that contains another is hidden whole.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>
    /// Hides a secret, each of its lines, and the forms in which it turns up in URLs, JSON and Base64. Blank text is ignored.
    /// </summary>
    public void Add(string secret)
    {
        if (string.IsNullOrWhiteSpace(secret)) return;
        string[] forms =
        [
            .. secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Uri.EscapeDataString(secret),
            JsonEscaped(secret),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        ];
        lock (_lock)
            _texts = [.. _texts.Concat(forms).Distinct(StringComparer.Ordinal).OrderByDescending(x => x.Length).ThenBy(x => x, StringComparer.Ordinal)];
    }

    /// <summary>The text without secrets. Secrets that overlap are hidden together.</summary>
    public string Redact(string text)
    {
        if (Runs(text) is not { Count: > 0 } runs) return text;
        var clean = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (start, end) in runs)
        {
            clean.Append(text, from, start - from).Append(Mask);
            from = end;
        }
        return clean.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>
    /// Where text ends that can be judged without knowing what follows it: after that point a secret may have begun, or one is
    /// still overlapped by a beginning.
    /// </summary>
    public int Decided(string text)
    {
        var texts = _texts;
        if (texts.Length == 0) return text.Length;
        var decided = text.Length;
        for (var start = Math.Max(0, text.Length - texts[0].Length + 1); start < decided; start++)
            if (Array.Exists(texts, x => x.Length > text.Length - start && x.AsSpan().StartsWith(text.AsSpan(start))))
                decided = start;
        foreach (var (start, end) in Runs(text))
            if (start < decided && decided < end)
                decided = start;
        return decided;
    }

    /// <summary>The parts of the text that secrets cover, in order; parts that overlap are one.</summary>
    private List<(int Start, int End)> Runs(string text)
    {
        var runs = new List<(int Start, int End)>();
        foreach (var secret in _texts)
            for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at + 1, StringComparison.Ordinal))
                runs.Add((at, at + secret.Length));
        if (runs.Count < 2) return runs;
        runs.Sort();
        var merged = new List<(int Start, int End)> { runs[0] };
        foreach (var (start, end) in runs)
        {
            if (start < merged[^1].End) merged[^1] = (merged[^1].Start, Math.Max(end, merged[^1].End));
            else merged.Add((start, end));
        }
        return merged;
    }

    private static string JsonEscaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}
