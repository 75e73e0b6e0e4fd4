using System.Collections.Immutable;

namespace TalosPlatform.Shared.Commands;

/// <summary>Replaces secret values in text that leaves the process.</summary>
public sealed class Redactor
{
    private ImmutableArray<string> _secrets = [];

    /// <summary>Whether there is anything to replace.</summary>
    public bool HasSecrets => _secrets.Length > 0;

    /// <summary>Registers a secret. Values shorter than four characters are ignored: they would blot out ordinary text.</summary>
    public void Add(string? secret)
    {
        if (secret is null || secret.Trim().Length < 4)
            return;
        ImmutableInterlocked.Update(ref _secrets, (known, value) => known.Contains(value) ? known : [.. known.Append(value).OrderByDescending(s => s.Length)], secret.Trim());
    }

    /// <summary>The text with every registered secret replaced by <c>[redacted]</c>.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(secret, "[redacted]", StringComparison.Ordinal);
        return text;
    }
}
