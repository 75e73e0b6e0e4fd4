using System.Text;

namespace TalosPlatform.Shared.Files;

/// <summary>Writes a file so that a reader sees either the old or the new content, whatever happens to this process.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes UTF-8 text without a byte-order mark.</summary>
    /// <exception cref="PlatformException">The folder is read-only or the disk is full; the old content is intact.</exception>
    public static void WriteAllText(string path, string content, UnixFileMode? mode = null) => WriteAllBytes(path, Utf8.GetBytes(content), mode);

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="WriteAllText" path="/exception"/>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (mode is not null && !OperatingSystem.IsWindows())
                options.UnixCreateMode = mode;
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new PlatformException($"Cannot write \"{path}\": {error.Message}", "Free disk space or make the folder writable, then run again.", inner: error);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The write error is the one the user needs to see.
        }
    }
}
