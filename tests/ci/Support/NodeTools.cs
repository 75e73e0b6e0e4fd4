using System.Security.Cryptography;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Ci;

/// <summary>The scripts of the folder <c>node</c> with their locked packages, which are installed outside of the checkout once.</summary>
internal sealed class NodeTools : IDisposable
{
    private static readonly string Source = Path.Combine(Repository.Root, "tests", "ci");
    private static readonly ProcessCommandRunner Commands = new(new Redactor(), TimeProvider.System);

    private readonly TemporaryFolder _scripts = new();
    private readonly string _modules;

    private NodeTools(string modules)
    {
        _modules = modules;
        foreach (var script in Directory.EnumerateFiles(Path.Combine(Source, "node"), "*.mjs"))
            File.Copy(script, _scripts.File(Path.GetFileName(script)));
        File.WriteAllText(_scripts.File("package.json"), """{ "type": "module" }""");
        Directory.CreateSymbolicLink(_scripts.File("node_modules"), modules);
    }

    /// <summary>Folder of all packages.</summary>
    public string Modules => _modules;

    /// <summary>Node.js of a version that all of the packages take.</summary>
    public string Node => Directory.EnumerateDirectories(_modules, "node-linux-*").Select(folder => Path.Combine(folder, "bin", "node")).First(File.Exists);

    /// <summary>The tools; the test is skipped where this machine cannot have them.</summary>
    public static async Task<NodeTools> RequireAsync(CancellationToken cancellation)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the pinned Node.js is for Linux");
        var cache = ToolCache.ForUser(Environment.GetEnvironmentVariable);
        var key = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"), cancellation)))[..16];
        var folder = Path.Combine(cache.Root, "ci-tests", key);
        try
        {
            await cache.FillAsync(folder, target => InstallAsync(target, cancellation), null, cancellation);
        }
        catch (PlatformException problem)
        {
            Assert.Skip($"npm cannot install the packages of tests/ci: {problem.Message}");
        }

        return new NodeTools(Path.Combine(folder, "node_modules"));
    }

    /// <summary>Runs one of the scripts.</summary>
    public Task<CommandResult> RunAsync(string script, IEnumerable<string> arguments, CancellationToken cancellation) =>
        Commands.RunAsync(Command.Of(Node, [_scripts.File(script), .. arguments]) with { Deadline = TimeSpan.FromMinutes(10) }, cancellation: cancellation);

    /// <summary>Runs the program of a package; what it starts finds the same Node.js.</summary>
    public Task<CommandResult> RunPackageAsync(string package, string file, IEnumerable<string> arguments, string workingDirectory, CancellationToken cancellation) =>
        Commands.RunAsync(
            Command.Of(Node, [Path.Combine(_modules, package, file), .. arguments]) with
            {
                Deadline = TimeSpan.FromMinutes(10),
                WorkingDirectory = workingDirectory,
                Environment = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("PATH", $"{Path.GetDirectoryName(Node)}:{Environment.GetEnvironmentVariable("PATH")}"),
            },
            cancellation: cancellation);

    public void Dispose() => _scripts.Dispose();

    private static async Task InstallAsync(string target, CancellationToken cancellation)
    {
        foreach (var name in (string[])["package.json", "package-lock.json", ".npmrc"])
            File.Copy(Path.Combine(Source, name), Path.Combine(target, name));
        await Commands.RunCheckedAsync(
            Command.Of("npm", "ci", "--ignore-scripts", "--include=optional", "--no-audit", "--no-fund") with { WorkingDirectory = target, Deadline = TimeSpan.FromMinutes(5) },
            "Installing the packages", cancellation: cancellation);
    }
}
