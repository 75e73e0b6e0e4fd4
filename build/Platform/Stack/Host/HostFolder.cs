using System.Text;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Host;

/// <summary>Files of a cluster on the host: <c>.talos-dev/clusters/&lt;name&gt;/</c>.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record HostFolder(string Root)
{
    /// <summary>Every process we start carries this variable with the folder as its value: it is found also when the state is lost.</summary>
    public const string OwnerVariable = "TALOS_DEV_OWNER";

    private static readonly string[] Reasons = ["error", "fatal", "panic", "cannot", "failed"];

    private const long LogLimit = 64L << 20;

    /// <summary>The state file.</summary>
    public string StateFile => Path.Combine(Root, "state.json");

    /// <summary>Folder of all logs.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Scrape targets that Prometheus watches.</summary>
    public string Targets => Path.Combine(Config("prometheus"), "targets");

    /// <summary>Rendered configuration of a component.</summary>
    public string Config(string name) => Path.Combine(Root, "config", name);

    /// <summary>Data of a component.</summary>
    public string Data(string name) => Path.Combine(Root, "data", name);

    /// <summary>Passwords that were generated for this cluster.</summary>
    public string Secrets => Path.Combine(Root, "secrets");

    /// <summary>Log of a component.</summary>
    public string LogFile(string name) => Path.Combine(Logs, name + ".log");

    /// <summary>Creates the folders of a component and empties a log that grew too large.</summary>
    /// <exception cref="PlatformException">The disk is full or the folder is read-only.</exception>
    public void Prepare(string name)
    {
        try
        {
            Directory.CreateDirectory(Config(name));
            Directory.CreateDirectory(Data(name));
            Directory.CreateDirectory(Logs);
            var log = new FileInfo(LogFile(name));
            if (log.Exists && log.Length > LogLimit)
                log.Delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"Cannot write to \"{Root}\": {error.Message}", "Free disk space or make the folder writable.", inner: error);
        }
    }

    /// <summary>Length of a component's log now, bytes.</summary>
    public long LogLength(string name) => new FileInfo(LogFile(name)) is { Exists: true } log ? log.Length : 0;

    /// <summary>The last lines of a component's log, none of them before the offset in bytes.</summary>
    public string LogTail(string name, long from = 0, int lines = 15)
    {
        try
        {
            using var stream = new FileStream(LogFile(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(Math.Max(Math.Min(from, stream.Length), stream.Length - 16 * 1024), SeekOrigin.Begin);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return Summarize(reader.ReadToEnd().TrimEnd().Split('\n'), lines);
        }
        catch (IOException)
        {
            return "";
        }
    }

    // Programs that refuse an argument print the reason first and pages of usage after it.
    internal static string Summarize(string[] log, int lines)
    {
        if (log.Length <= lines)
            return string.Join('\n', log);
        var reasons = log.SkipLast(lines).Where(line => Reasons.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).Take(3).ToList();
        return string.Join('\n', reasons.Count == 0 ? log.TakeLast(lines) : [.. reasons, "…", .. log.TakeLast(lines - reasons.Count - 1)]);
    }
}
