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

    /// <summary>The text without secrets.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _texts) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }

    private static string JsonEscaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}
