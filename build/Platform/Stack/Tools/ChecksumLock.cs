using System.Text.Json;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Tools;

/// <summary>Remembers the sha256 that a release had when it was first downloaded, so that it can never silently change afterwards.</summary>
public sealed class ChecksumLock(string path)
{
    private readonly Lock _gate = new();

    /// <summary>The digest remembered for an address, or null.</summary>
    public string? Find(Uri url)
    {
        lock (_gate)
            return Read().GetValueOrDefault(url.AbsoluteUri);
    }

    /// <summary>Remembers a digest.</summary>
    public void Remember(Uri url, string digest)
    {
        lock (_gate)
        {
            var all = Read();
            all[url.AbsoluteUri] = digest;
            AtomicFile.WriteAllText(path, JsonSerializer.Serialize(all));
        }
    }

    private SortedDictionary<string, string> Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(path)) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
