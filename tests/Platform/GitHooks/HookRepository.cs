using System.Diagnostics;
using TalosPlatform.GitHooks;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.GitHooks;

/// <summary>A repository with real hooks, and a platform whose <c>build.sh</c> writes down how it was called.</summary>
internal sealed class HookRepository : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HookRepository()
    {
        _folder.Write("platform's own/build.sh", "#!/bin/sh\nprintf '%s|' \"$@\" >>\"$0.calls\"\nenv | grep -c '^GIT_DIR=' >>\"$0.calls\"\n[ ! -e \"$0.fails\" ]\n");
        MakeExecutable(Path.Combine(Platform, "build.sh"));
        Directory.CreateDirectory(Root);
        Git("init", "--quiet", "--initial-branch=main");
        Git("config", "user.name", "Somebody");
        Git("config", "user.email", "somebody@example.org");
    }

    public string Root => _folder.File("shop");

    public string Platform => _folder.File("platform's own");

    public string Hooks => Path.Combine(Root, ".git", "hooks");

    /// <summary>How the build was called, a line each: arguments, then how many variables of Git it saw.</summary>
    public string Calls => File.Exists(Path.Combine(Platform, "build.sh.calls")) ? File.ReadAllText(Path.Combine(Platform, "build.sh.calls")) : "";

    public void Write(string name, string content) => _folder.Write("shop/" + name, content);

    public static void WriteHook(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        MakeExecutable(path);
    }

    public void BuildFails() => File.WriteAllText(Path.Combine(Platform, "build.sh.fails"), "");

    public async Task<string> InstallAsync(string? workspace = null) => await WithRunAsync(workspace, HookInstaller.InstallAsync);

    public async Task<string> RemoveAsync(string? workspace = null) => await WithRunAsync(workspace, HookInstaller.RemoveAsync);

    public (int ExitCode, string Output) Git(params string[] arguments) => GitIn(Root, [], arguments);

    public static (int ExitCode, string Output) GitIn(string folder, Dictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_SYSTEM"] = "/dev/null";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var git = Process.Start(start)!;
        var error = git.StandardError.ReadToEndAsync();
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return (git.ExitCode, output + error.Result);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> WithRunAsync(string? workspace, Func<RunContext, CancellationToken, Task> work)
    {
        using var log = new StringWriter();
        using var run = new RunContext(RunServices.Create(new LineProgressReporter(log), new Redactor()), new Workspace(workspace ?? Root, Platform), new RunSettings());
        await work(run, TestContext.Current.CancellationToken);
        return log.ToString();
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
    }
}
