using System.Diagnostics;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Stack.Host;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Ci;

/// <summary>A throw-away repository of somebody who uses the action or the template, copied from <c>Fixtures/caller</c>.</summary>
internal sealed class CallerRepository : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CallerRepository()
    {
        var source = System.IO.Path.Combine(Repository.Root, "tests", "ci", "Fixtures", "caller");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            _folder.Write("shop/" + System.IO.Path.GetRelativePath(source, file), System.IO.File.ReadAllText(file));
        Directory.CreateDirectory(Temp);
        Git("init", "--quiet", "--initial-branch=main");
    }

    /// <summary>Folder of the repository.</summary>
    public string Path => _folder.File("shop");

    /// <summary>A folder for files beside the repository.</summary>
    public string Temp => _folder.File("temp");

    /// <summary>Processes of clusters in this repository.</summary>
    public IReadOnlyList<ProcessIdentity> Processes(string cluster) =>
        IProcessTable.ForThisMachine().FindByEnvironment(HostFolder.OwnerVariable, System.IO.Path.Combine(Path, ".talos-dev", "clusters", cluster));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string content) => _folder.Write("shop/" + name, content);

    public void Commit()
    {
        Git("add", "--all");
        Git("-c", "user.name=Caller", "-c", "user.email=caller@example.org", "commit", "--quiet", "--allow-empty", "--message", "State of the caller");
    }

    public string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Path, .. arguments]) { RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)} ended with {git.ExitCode}");
        return output;
    }

    public void Dispose() => _folder.Dispose();
}
