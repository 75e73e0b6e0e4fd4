using System.Text;

namespace TalosPlatform.Shared.Files;

/// <summary>A lock between processes, given back by the operating system when its holder ends, however it ends.</summary>
public sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock, waiting for another holder.</summary>
    /// <param name="path">The lock file; a file beside it with <c>.holder</c> names the holder.</param>
    /// <param name="holder">Who we are, for others to read.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="onWaiting">Told once who holds the lock.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="PlatformException">Somebody else held it all the time; the message says who.</exception>
    public static async Task<FileLock> TakeAsync(string path, string holder, TimeSpan wait, Action<string>? onWaiting, CancellationToken cancellation)
    {
        var deadline = DateTime.UtcNow + wait;
        var told = false;
        while (true)
        {
            if (TryOpen(path) is { } stream)
            {
                AtomicFile.WriteAllText(path + ".holder", holder);
                return new FileLock(stream);
            }

            var other = Holder(path);
            if (DateTime.UtcNow >= deadline)
                throw new PlatformException($"\"{path}\" is locked by {other}.", "Wait for it to end, or give this run another --cluster-name.");
            if (!told)
                onWaiting?.Invoke(other);
            told = true;
            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _stream.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new PlatformException($"Cannot lock \"{path}\": {error.Message}", "Make the folder writable.", inner: error);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (IOException error)
        {
            throw new PlatformException($"Cannot lock \"{path}\": {error.Message}", "Make the folder writable, or free disk space.", inner: error);
        }
    }

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(path + ".holder", Encoding.UTF8).Trim();
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
