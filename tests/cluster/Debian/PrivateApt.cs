using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Tests.Cluster.Debian;

/// <summary>apt with sources, lists and archives of its own: the machine's apt is neither changed nor locked. apt verifies what it downloads.</summary>
/// <param name="commands">Runs apt.</param>
/// <param name="folder">Where its state is kept between runs.</param>
internal sealed partial class PrivateApt(ICommandRunner commands, string folder)
{
    /// <summary>Release of Debian whose source package the cluster is built from.</summary>
    public const string Release = "bookworm";

    /// <summary>A mirror may have dropped what lists older than this name.</summary>
    public static TimeSpan DownloadAge { get; } = TimeSpan.FromHours(12);

    // Written last: lists without it are not whole.
    private string Stamp => Path.Combine(folder, "refreshed");

    private string ConfigFile => Path.Combine(folder, "apt.conf");

    /// <summary>The machine's mirrors for <see cref="Release"/>, as a sources file.</summary>
    public static string Sources() => AptSources.WithSources(Stanzas());

    /// <summary>The same mirrors for another release.</summary>
    public static string SourcesOf(string other) => AptSources.OtherRelease(Stanzas(), Release, other);

    /// <summary>Version of a source package, from lists that are read once and kept; null when there is none.</summary>
    public async Task<string?> SourceVersionAsync(string package, IProgress<string> status, CancellationToken cancellation)
    {
        await RefreshAsync(TimeSpan.MaxValue, status, cancellation);
        var shown = await RunAsync("apt-cache", ["showsrc", "--only-source", package], folder, TimeSpan.FromMinutes(2), "Asking apt for versions", cancellation);
        return VersionLine().Matches(shown.Output).Select(match => match.Groups[1].Value).LastOrDefault();
    }

    /// <summary>Downloads a source package without unpacking it.</summary>
    public async Task DownloadSourceAsync(string package, string into, IProgress<string> status, CancellationToken cancellation)
    {
        status.Report($"downloading the source of \"{package}\"");
        await RunAsync("apt-get", ["source", "--download-only", package], into, TimeSpan.FromMinutes(15), $"Downloading the source of \"{package}\"", cancellation);
    }

    /// <summary>Downloads packages and unpacks them into a folder, without installing them.</summary>
    public async Task UnpackAsync(IReadOnlyList<string> packages, string into, IProgress<string> status, CancellationToken cancellation)
    {
        await RefreshAsync(DownloadAge, status, cancellation);
        status.Report($"downloading {string.Join(", ", packages)}");
        var archives = Directory.CreateDirectory(Path.Combine(into, ".archives")).FullName;
        await RunAsync("apt-get", ["download", .. packages], archives, TimeSpan.FromMinutes(15), $"Downloading {string.Join(", ", packages)}", cancellation);
        foreach (var archive in Directory.EnumerateFiles(archives, "*.deb"))
            await commands.RunCheckedAsync(Command.Of("dpkg-deb", "-x", archive, into), $"Unpacking \"{Path.GetFileName(archive)}\"", cancellation: cancellation);
        Directory.Delete(archives, recursive: true);
    }

    /// <summary>Reads the lists of the mirror, unless those at hand are younger.</summary>
    public async Task RefreshAsync(TimeSpan age, IProgress<string> status, CancellationToken cancellation)
    {
        if (File.Exists(Stamp) && DateTime.UtcNow - File.GetLastWriteTimeUtc(Stamp) < age)
            return;
        status.Report("reading Debian's package lists");
        var sources = Sources();
        if (sources.Length == 0)
            throw new PlatformException($"The apt sources of this machine name no suite of \"{Release}\".", "Run on Debian 12, or add its suites to /etc/apt/sources.list.d.");
        foreach (var part in (string[])["lists/partial", "archives/partial", "sources.list.d"])
            Directory.CreateDirectory(Path.Combine(folder, part));
        AtomicFile.WriteAllText(Path.Combine(folder, "sources.list.d", "debian.sources"), sources);
        AtomicFile.WriteAllText(ConfigFile, $"""
            Dir::Etc::SourceList "/dev/null";
            Dir::Etc::SourceParts "{folder}/sources.list.d";
            Dir::State::Lists "{folder}/lists";
            Dir::Cache "{folder}";
            Dir::Cache::Archives "{folder}/archives";
            Acquire::Languages "none";
            Acquire::Check-Valid-Until "false";
            Acquire::Retries "3";
            APT::Sandbox::User "root";
            """ + "\n");
        await RunAsync("apt-get", ["update"], folder, TimeSpan.FromMinutes(10), "Reading Debian's package lists", cancellation);
        AtomicFile.WriteAllText(Stamp, "");
    }

    private Task<CommandResult> RunAsync(string program, string[] arguments, string into, TimeSpan deadline, string purpose, CancellationToken cancellation) =>
        commands.RunCheckedAsync(
            Command.Of(program, ["--quiet", .. arguments]) with
            {
                WorkingDirectory = into,
                Deadline = deadline,
                Environment = Command.Of("").Environment.Add("APT_CONFIG", ConfigFile).Add("DEBIAN_FRONTEND", "noninteractive").Add("LC_ALL", "C.UTF-8"),
            },
            purpose,
            "Check the network and the apt sources of this machine.",
            cancellation: cancellation);

    private static ImmutableArray<AptStanza> Stanzas()
    {
        var parts = Directory.Exists("/etc/apt/sources.list.d") ? Directory.EnumerateFiles("/etc/apt/sources.list.d").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var files = parts.Prepend("/etc/apt/sources.list").Where(File.Exists).Where(file => Path.GetExtension(file) is ".sources" or ".list");
        return AptSources.OfRelease(files.Select(file => (Path.GetFileName(file), File.ReadAllText(file))), Release);
    }

    [GeneratedRegex(@"^Version: (\S+)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
