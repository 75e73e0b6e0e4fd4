using System.Runtime.CompilerServices;
using System.Text;

namespace TalosPlatform.Stack.Host;

/// <summary>Logs of the processes of a cluster.</summary>
public static class HostLogs
{
    /// <summary>The last part of every log.</summary>
    /// <param name="folder">Files of the cluster.</param>
    /// <param name="limit">Most bytes of one log.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async IAsyncEnumerable<(string Name, string Text)> ReadAsync(HostFolder folder, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!Directory.Exists(folder.Logs))
            yield break;
        foreach (var file in Directory.EnumerateFiles(folder.Logs, "*.log").Order(StringComparer.Ordinal))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(Math.Max(0, stream.Length - limit), SeekOrigin.Begin);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            yield return (Path.GetFileNameWithoutExtension(file), await reader.ReadToEndAsync(cancellation));
        }
    }
}
