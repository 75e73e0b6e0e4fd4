using System.Globalization;
using System.Text;

namespace TalosPlatform.Shared.Processes;

/// <summary>Reads <c>/proc</c> (proc(5)).</summary>
public sealed class LinuxProcessTable : IProcessTable
{
    private readonly Lazy<string> _bootId = new(() => TryRead("/proc/sys/kernel/random/boot_id")?.Trim() ?? "");

    /// <inheritdoc/>
    public ProcessIdentity? Find(int pid)
    {
        var fields = Fields(pid);
        return fields.Length < 20 || fields[0] is "Z" or "X" ? null : new ProcessIdentity(pid, $"{_bootId.Value}/{fields[19]}");
    }

    /// <inheritdoc/>
    public int? GroupOf(int pid) => Fields(pid) is { Length: > 2 } fields ? int.Parse(fields[2], CultureInfo.InvariantCulture) : null;

    /// <inheritdoc/>
    public IReadOnlyList<ProcessIdentity> FindByEnvironment(string variable, string value)
    {
        var wanted = Encoding.UTF8.GetBytes($"{variable}={value}\0");
        var found = new List<ProcessIdentity>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId)
                continue;
            if (HoldsVariable($"{folder}/environ", wanted) && Find(pid) is { } process)
                found.Add(process);
        }

        return found;
    }

    // Fields from the third (state) on. The name in parentheses may itself hold spaces and parentheses: count from the last one.
    private static string[] Fields(int pid) =>
        pid > 0 && TryRead($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static bool HoldsVariable(string path, byte[] wanted)
    {
        try
        {
            ReadOnlySpan<byte> environment = File.ReadAllBytes(path);
            for (var at = environment.IndexOf(wanted); at >= 0;)
            {
                if (at == 0 || environment[at - 1] == 0)
                    return true;
                var next = environment[(at + 1)..].IndexOf(wanted);
                at = next < 0 ? -1 : at + 1 + next;
            }

            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
