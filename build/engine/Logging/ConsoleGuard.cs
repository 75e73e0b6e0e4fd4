namespace Nuke.Common.Logging;

/// <summary>Keeps secrets from the console while a build runs.</summary>
internal sealed class ConsoleGuard : IDisposable
{
    private readonly TextWriter _originalOut = Console.Out;
    private readonly TextWriter _originalError = Console.Error;
    private readonly RedactingWriter _out;
    private readonly RedactingWriter _error;

    public ConsoleGuard(SecretRegistry secrets)
    {
        _out = new RedactingWriter(_originalOut, secrets);
        _error = new RedactingWriter(_originalError, secrets);
        Console.SetOut(_out);
        Console.SetError(_error);
    }

    /// <summary>Writes past the guard: only for telling a host what to hide.</summary>
    public void WriteUnguarded(string text) => _originalOut.Write(text);

    public void Flush()
    {
        _out.Complete();
        _error.Complete();
    }

    public void Dispose()
    {
        Flush();
        Console.SetOut(_originalOut);
        Console.SetError(_originalError);
    }
}
