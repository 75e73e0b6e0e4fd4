using System.Globalization;
using System.Text;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>
/// String literals. Escapes such as <c>\xff</c> name bytes, not characters: bytes that do not form UTF-8 are kept as lone surrogates
/// U+DC00 + byte, which no valid text contains.
/// </summary>
internal static class StringText
{
    private const char ByteSurrogate = '\uDC00';

    /// <summary>The value of a literal, quotes included, that the lexer has found to be well formed.</summary>
    public static string Unquote(ReadOnlySpan<char> literal)
    {
        var body = literal[1..^1];
        return literal[0] == '`' || !body.Contains('\\') ? body.ToString() : Unescape(body);
    }

    /// <summary>Writes a double-quoted literal that <see cref="Unquote"/> turns back into <paramref name="value"/>.</summary>
    public static void AppendQuoted(StringBuilder output, string value)
    {
        output.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                output.Append(c).Append(value[++i]);
            else if (c is >= ByteSurrogate and <= '\uDCFF')
                output.Append(CultureInfo.InvariantCulture, $"\\x{c - ByteSurrogate:x2}");
            else if (char.IsSurrogate(c) || c == '\uFFFD')
                output.Append("\\ufffd");
            else
                AppendCharacter(output, c);
        }

        output.Append('"');
    }

    /// <summary>Whether the value is text, without bytes that are not UTF-8.</summary>
    public static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (!char.IsSurrogatePair(value, i))
                return false;
            i++;
        }

        return true;
    }

    private static void AppendCharacter(StringBuilder output, char c)
    {
        switch (c)
        {
            case '"':
                output.Append("\\\"");
                break;
            case '\\':
                output.Append("\\\\");
                break;
            case '\n':
                output.Append("\\n");
                break;
            case '\r':
                output.Append("\\r");
                break;
            case '\t':
                output.Append("\\t");
                break;
            case < ' ' or '\x7f':
                output.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
                break;
            default:
                output.Append(c);
                break;
        }
    }

    private static string Unescape(ReadOnlySpan<char> body)
    {
        var output = new StringBuilder(body.Length);
        Span<byte> bytes = stackalloc byte[64];
        var pending = 0;
        for (var i = 0; i < body.Length;)
        {
            var isByte = StringEscape.Read(body, ref i, out var code);
            if (isByte && code >= 0x80)
            {
                bytes[pending++] = (byte)code;
                if (pending == bytes.Length)
                    pending = Flush(output, bytes, keep: 3);
                continue;
            }

            Flush(output, bytes[..pending], keep: 0);
            pending = 0;
            if (code <= char.MaxValue)
                output.Append((char)code);
            else
                output.Append(new Rune(code).ToString());
        }

        Flush(output, bytes[..pending], keep: 0);
        return output.ToString();
    }

    /// <summary>Decodes bytes, except the last <paramref name="keep"/> that may belong to a character whose end is to come.</summary>
    /// <returns>How many bytes were moved to the front to be decoded later.</returns>
    private static int Flush(StringBuilder output, Span<byte> bytes, int keep)
    {
        var i = 0;
        while (bytes.Length - i > keep)
        {
            if (Rune.DecodeFromUtf8(bytes[i..], out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                output.Append(rune.ToString());
                i += length;
            }
            else
            {
                output.Append((char)(ByteSurrogate + bytes[i]));
                i++;
            }
        }

        bytes[i..].CopyTo(bytes);
        return bytes.Length - i;
    }
}
