using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Stack.Tools;

/// <summary>Unpacks a package of the machine's own Debian sources, without root and without installing it. apt verifies the download.</summary>
public sealed partial class DebianToolSource(ICommandRunner commands, ToolCache cache) : IToolSource
{
    private readonly CacheToolSource _cached = new(cache);
    private readonly Lock _gate = new();
    private Task? _refresh;

    /// <inheritdoc/>
    public async Task<ResolvedTool> TryResolveAsync(ToolPin pin, Action<string> status, CancellationToken cancellation)
    {
        if (pin.DebianPackage is not { } package)
            return ResolvedTool.Missing(pin.Name, "not in Debian");
        if (!File.Exists("/usr/bin/apt-get") || !File.Exists("/usr/bin/dpkg-deb"))
            return ResolvedTool.Missing(pin.Name, "this machine has no apt");
        try
        {
            status("asking apt");
            var version = await CandidateAsync(package, cancellation);
            if (version is null)
            {
                await RefreshAsync(status, cancellation);
                version = await CandidateAsync(package, cancellation);
            }

            if (version is null)
                return ResolvedTool.Missing(pin.Name, $"the machine's Debian sources have no package \"{package}\"");
            if (version < pin.Minimum)
                return ResolvedTool.Missing(pin.Name, $"Debian's \"{package}\" is {version}, older than {pin.Minimum}");

            await cache.FillAsync(cache.FolderOf(pin.Name, $"debian-{version}"), folder => UnpackAsync(pin, package, folder, status, cancellation), other => status($"waiting for {other}"), cancellation);
            return _cached.Unpacked(pin, $"debian-{version}", b => b.DebianMember ?? "") is { } tool
                ? tool with { Source = "Debian package" }
                : ResolvedTool.Missing(pin.Name, $"Debian's \"{package}\" does not hold \"{pin.Binaries[0].DebianMember}\"");
        }
        catch (Exception error) when (error is PlatformException or IOException or UnauthorizedAccessException)
        {
            return ResolvedTool.Missing(pin.Name, error.Message);
        }
    }

    private async Task<Version?> CandidateAsync(string package, CancellationToken cancellation)
    {
        var policy = await commands.RunAsync(Apt("apt-cache", "policy", package), cancellation: cancellation);
        var match = Candidate().Match(policy.Output);
        return match.Success && Version.TryParse(match.Groups[1].Value, out var version) ? version : null;
    }

    // apt's own lists belong to root and may be missing or old: ours are a second set in the cache, read once a run.
    private Task RefreshAsync(Action<string> status, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_refresh is null)
            {
                status("reading the Debian package lists");
                var update = Command.Of("apt-get", [.. OwnLists(), "update"]) with { Deadline = TimeSpan.FromMinutes(3) };
                _refresh = commands.RunCheckedAsync(update, "Reading the Debian package lists", "Check the network and the apt sources of this machine.", cancellation: cancellation);
            }

            return _refresh;
        }
    }

    private async Task UnpackAsync(ToolPin pin, string package, string folder, Action<string> status, CancellationToken cancellation)
    {
        status($"downloading Debian's \"{package}\"");
        await DownloadAsync([package, .. pin.DebianLibraries], folder, status, cancellation);
        foreach (var archive in Directory.EnumerateFiles(folder, "*.deb").ToList())
        {
            await commands.RunCheckedAsync(Command.Of("dpkg-deb", "-x", archive, folder), $"Unpacking \"{Path.GetFileName(archive)}\"", cancellation: cancellation);
            File.Delete(archive);
        }

        DebianRelocation.Apply(pin, folder);
    }

    private async Task DownloadAsync(string[] packages, string folder, Action<string> status, CancellationToken cancellation)
    {
        var download = Apt("apt-get", ["download", .. packages]) with { WorkingDirectory = folder, Deadline = TimeSpan.FromMinutes(5) };
        var first = await commands.RunAsync(download, cancellation: cancellation);
        if (first.ExitCode == 0)
            return;
        // A list older than the mirror names files that are gone.
        await RefreshAsync(status, cancellation);
        await commands.RunCheckedAsync(Apt("apt-get", ["download", .. packages]) with { WorkingDirectory = folder, Deadline = download.Deadline }, $"Downloading Debian's \"{packages[0]}\"", "Check the network and the apt sources of this machine.", cancellation: cancellation);
    }

    // Ready-made lists of the system spare a download of some twenty megabytes, as long as nobody asked for fresher ones.
    private Command Apt(string program, params string[] arguments) =>
        _refresh is null && SystemListsExist() ? Command.Of(program, arguments) : Command.Of(program, [.. OwnLists(), .. arguments]);

    private string[] OwnLists()
    {
        var state = Path.Combine(cache.Root, "apt");
        Directory.CreateDirectory(Path.Combine(state, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(state, "archives", "partial"));
        return ["-o", $"Dir::State::Lists={state}/lists", "-o", $"Dir::Cache={state}", "-o", "APT::Sandbox::User=root", "-o", "Debug::NoLocking=1"];
    }

    private static bool SystemListsExist() =>
        Directory.Exists("/var/lib/apt/lists") && Directory.EnumerateFiles("/var/lib/apt/lists", "*_Packages*").Any();

    [GeneratedRegex(@"Candidate: (?:\d+:)?(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex Candidate();
}
