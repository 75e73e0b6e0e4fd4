using System.Diagnostics;
using System.Globalization;

namespace TalosBuild.Engine.Tests;

/// <summary>The build of Compatibility/ as a process of its own.</summary>
internal sealed class BuildProcess : IDisposable
{
    private readonly AbsolutePath _root = AbsolutePath.Create(Directory.CreateTempSubdirectory("engine-tests-").FullName);
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Lock _lock = new();

    public BuildProcess(params string[] arguments)
    {
        (_root / ".nuke").CreateDirectory();
        var start = new ProcessStartInfo("dotnet", [Assembly(), .. arguments, "--root", _root])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _root,
        };
        start.Environment.Remove("GITHUB_ACTIONS");
        start.Environment.Remove("GITLAB_CI");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    public string Output
    {
        get
        {
            lock (_lock) return string.Join('\n', _lines);
        }
    }

    /// <summary>The value the build printed under a name: <c>@ Name = value</c>; waits until it is there.</summary>
    public async Task<string> Value(string name)
    {
        var prefix = $"@ {name} = ";
        for (var end = Environment.TickCount64 + 20_000; Environment.TickCount64 < end; await Task.Delay(10))
            lock (_lock)
                if (_lines.Find(x => x.StartsWith(prefix, StringComparison.Ordinal)) is { } line)
                    return line[prefix.Length..];
        throw new TimeoutException($"The build did not print '{prefix}':\n{Output}");
    }

    /// <summary>The processes a target of the build waits for.</summary>
    public async Task<int[]> Ready() =>
        [.. (await Value("Ready")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => int.Parse(x, CultureInfo.InvariantCulture))];

    public void Signal(string name) => Send(name, _process.Id);

    public async Task WaitForExit()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(deadline.Token);
    }

    public static void Send(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>True while the process exists and has not ended.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _root.DeleteDirectory();
    }

    /// <summary>Its output lies beside that of these tests, of the same configuration.</summary>
    private static string Assembly()
    {
        var output = AbsolutePath.Create(AppContext.BaseDirectory);
        return output.Parent!.Parent!.Parent! / "Compatibility" / "bin" / "bundled" / output.Parent.Name / output.Name / "Compatibility.dll";
    }

    private void Add(string? line)
    {
        lock (_lock)
            if (line is not null)
                _lines.Add(line);
    }
}
