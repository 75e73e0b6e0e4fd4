using System.Globalization;

namespace TalosPlatform.Benchmarks;

/// <summary>Watches the largest resident memory of child processes whose command line names an assembly (Linux only).</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly string _assembly;
    private readonly Timer _timer;
    private long _peakKibibytes;

    public PeakMemory(string assembly)
    {
        _assembly = assembly;
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>The largest value seen, in megabytes (10^6 bytes); 0 where it cannot be read.</summary>
    public double PeakMegabytes => Interlocked.Read(ref _peakKibibytes) * 1024 / 1e6;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (!Directory.Exists("/proc"))
            return;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId)
                continue;
            try
            {
                if (!File.ReadAllText($"{folder}/cmdline").Contains(_assembly, StringComparison.Ordinal))
                    continue;
                var line = File.ReadLines($"{folder}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is not null && long.TryParse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > Interlocked.Read(ref _peakKibibytes))
                    Interlocked.Exchange(ref _peakKibibytes, value);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The process ended while we looked.
            }
        }
    }
}
