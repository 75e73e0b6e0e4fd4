using System.Diagnostics;
using System.Globalization;

namespace TalosPlatform.Shared.Processes;

/// <summary>Asks <c>ps</c>: for systems without <c>/proc</c>, such as macOS.</summary>
public sealed class PsProcessTable : IProcessTable
{
    /// <inheritdoc/>
    public ProcessIdentity? Find(int pid)
    {
        if (pid <= 0)
            return null;
        var line = Run("-o", "stat=,lstart=", "-p", pid.ToString(CultureInfo.InvariantCulture)).Trim();
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 || line.StartsWith('Z') ? null : new ProcessIdentity(pid, line[space..].Trim());
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProcessIdentity> FindByEnvironment(string variable, string value)
    {
        var wanted = $" {variable}={value}";
        return [.. Run("-axww", "-E", "-o", "pid=,command=").Split('\n')
            .Where(line => (line + " ").Contains(wanted + " ", StringComparison.Ordinal))
            .Select(line => int.TryParse(line.TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? Find(pid) : null)
            .OfType<ProcessIdentity>()];
    }

    /// <inheritdoc/>
    public int? GroupOf(int pid) => int.TryParse(Run("-o", "pgid=", "-p", pid.ToString(CultureInfo.InvariantCulture)).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var group) ? group : null;

    private static string Run(params string[] arguments)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = ps.StandardOutput.ReadToEnd();
        ps.WaitForExit();
        return text;
    }
}
