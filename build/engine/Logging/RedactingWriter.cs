using System.Text;

namespace Nuke.Common.Logging;

/// <summary>
/// Writes text without secrets. A secret may arrive in pieces: text that could be the beginning of one is held back until the
/// next write decides, everything else goes out at once.
/// </summary>
/// <param name="inner">Where text goes. Not closed.</param>
/// <param name="secrets">What must not get there.</param>
internal sealed class RedactingWriter(TextWriter inner, SecretRegistry secrets) : TextWriter(inner.FormatProvider)
{
    private readonly Lock _lock = new();
    private string _held = "";

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value)
    {
        if (value is not null) Write(value.AsSpan());
    }

    public override void WriteLine() => Write(CoreNewLine);

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            if (secrets.Texts.Count == 0 && _held.Length == 0)
            {
                Out(buffer);
                return;
            }
            var text = string.Concat(_held, buffer);
            var decided = secrets.Decided(text);
            _held = text[decided..];
            Out(secrets.Redact(text[..decided]));
        }
    }

    public override void Flush()
    {
        lock (_lock) inner.Flush();
    }

    /// <summary>Writes what is held back: nothing more will come.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            Out(secrets.Redact(_held));
            _held = "";
            inner.Flush();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Complete();
        base.Dispose(disposing);
    }

    private void Out(ReadOnlySpan<char> text)
    {
        try
        {
            if (!text.IsEmpty) inner.Write(text);
        }
        catch (IOException)
        {
            // The reader is gone (a closed terminal or pipe). The build goes on and its exit code still tells.
        }
    }
}
