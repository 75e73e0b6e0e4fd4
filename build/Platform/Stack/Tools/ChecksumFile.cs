namespace TalosPlatform.Stack.Tools;

/// <summary>Reads checksum files as <c>sha256sum</c> writes them, and files that hold nothing but one digest.</summary>
public static class ChecksumFile
{
    /// <summary>The sha256 of a file, lower case; null when the text names none for it.</summary>
    public static string? Find(string text, string fileName)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var line in lines)
        {
            var parts = line.Split((char[])[' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (!IsDigest(parts[0]))
                continue;
            if (parts.Length == 1 && lines.Length == 1)
                return parts[0].ToLowerInvariant();
            if (parts.Length == 2 && Path.GetFileName(parts[1].TrimStart('*')) == fileName)
                return parts[0].ToLowerInvariant();
        }

        return null;
    }

    private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}
