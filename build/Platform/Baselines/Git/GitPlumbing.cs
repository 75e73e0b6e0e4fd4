using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Baselines.Git;

/// <summary>The parts of git that read and move one ref, without touching the index, the working tree or FETCH_HEAD.</summary>
/// <param name="commands">Runs git.</param>
/// <param name="folder">A folder of the repository.</param>
/// <param name="remote">Name of the remote; null keeps the ref in this repository alone.</param>
/// <param name="authorization">Value of the header <c>Authorization</c> for the remote, with the address it is for; null leaves it to git.</param>
internal sealed partial class GitPlumbing(ICommandRunner commands, string folder, string? remote, (string Address, string Header)? authorization = null)
{
    /// <summary>The ref.</summary>
    internal const string Ref = "refs/talos/baselines";

    private const int Attempts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Commit the ref points to, its objects at hand; null when there is no such ref.</summary>
    internal async Task<string?> TipAsync(CancellationToken cancellation)
    {
        if (remote is null)
        {
            var local = await RunAsync(["rev-parse", "--verify", "--quiet", Ref], null, cancellation);
            return local.ExitCode == 0 ? Id(local.Output) : null;
        }

        for (var attempt = 0; ; attempt++)
        {
            var listed = await CheckedAsync(["ls-remote", "--exit-code", remote, Ref], null, "Asking for the baselines", cancellation, notFound: 2);
            if (listed is null)
                return null;
            var tip = Id(listed.Split('\t')[0]);
            if ((await RunAsync(["cat-file", "-e", $"{tip}^{{tree}}"], null, cancellation)).ExitCode == 0)
                return tip;
            if (attempt == Attempts)
                throw new PlatformException($"\"{Ref}\" moves faster than it can be fetched.", "Let fewer jobs run at the same time.");
            // Between the two questions the ref may move: then what was listed is not what was fetched.
            await CheckedAsync(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", remote, Ref], null, "Fetching the baselines", cancellation);
        }
    }

    /// <summary>Files of a commit with the ids of their blobs.</summary>
    internal async Task<ImmutableSortedDictionary<string, string>> FilesAsync(string commit, CancellationToken cancellation) =>
        TreeEntry().Matches((await CheckedAsync(["ls-tree", "--full-tree", commit], null, "Reading the baselines", cancellation))!)
            .ToImmutableSortedDictionary(m => m.Groups["name"].Value, m => m.Groups["id"].Value, StringComparer.Ordinal);

    /// <summary>Text of a blob.</summary>
    internal async Task<string> ReadAsync(string blob, CancellationToken cancellation) => (await CheckedAsync(["cat-file", "blob", blob], null, "Reading the baselines", cancellation))!;

    /// <summary>Stores a text.</summary>
    internal async Task<string> StoreAsync(string text, CancellationToken cancellation) => Id((await CheckedAsync(["hash-object", "-w", "--stdin"], text, "Storing the baseline", cancellation))!);

    /// <summary>Makes a commit without parents of some files.</summary>
    internal async Task<string> CommitAsync(IReadOnlyDictionary<string, string> files, string message, CancellationToken cancellation)
    {
        var tree = string.Concat(files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"100644 blob {f.Value}\t{f.Key}\n"));
        var id = Id((await CheckedAsync(["mktree"], tree, "Storing the baseline", cancellation))!);
        return Id((await CheckedAsync(["commit-tree", id, "-m", message], null, "Storing the baseline", cancellation))!);
    }

    /// <summary>Moves the ref from one commit to another; false when somebody else was faster.</summary>
    internal async Task<bool> TryMoveAsync(string? from, string to, CancellationToken cancellation)
    {
        var result = remote is null
            ? await RunAsync(["update-ref", Ref, to, from ?? new string('0', to.Length)], null, cancellation)
            : await RunAsync(["push", "--quiet", "--no-verify", $"--force-with-lease={Ref}:{from}", remote, $"{to}:{Ref}"], null, cancellation);
        if (result.ExitCode == 0)
            return true;
        if (Overtaken().IsMatch(result.Error))
            return false;
        throw new PlatformException("Storing the baseline failed.", "Let the job write to the repository (permission \"contents: write\"), or set baseline.store to file.", result.Tail());
    }

    private async Task<string?> CheckedAsync(ImmutableArray<string> arguments, string? input, string purpose, CancellationToken cancellation, int? notFound = null)
    {
        var result = await RunAsync(arguments, input, cancellation);
        return result.ExitCode == 0 ? result.Output
            : result.ExitCode == notFound ? null
            : throw new PlatformException($"{purpose} failed: \"git {arguments[0]}\" exited with code {result.ExitCode}.", "Check that the workspace is a repository and that its remote can be reached.", result.Tail());
    }

    private Task<CommandResult> RunAsync(ImmutableArray<string> arguments, string? input, CancellationToken cancellation)
    {
        var environment = ImmutableDictionary<string, string?>.Empty.SetItems(
        [
            new("GIT_TERMINAL_PROMPT", "0"), new("GIT_OPTIONAL_LOCKS", "0"), new("LC_ALL", "C"),
            new("GIT_AUTHOR_NAME", "Talos platform"), new("GIT_AUTHOR_EMAIL", "talos-platform@localhost"),
            new("GIT_COMMITTER_NAME", "Talos platform"), new("GIT_COMMITTER_EMAIL", "talos-platform@localhost"),
        ]);
        // In the environment rather than in an argument, which every process of the machine can read.
        if (authorization is { } allowed)
            environment = environment.SetItems([new("GIT_CONFIG_COUNT", "1"), new("GIT_CONFIG_KEY_0", $"http.{allowed.Address}.extraheader"), new("GIT_CONFIG_VALUE_0", $"Authorization: {allowed.Header}")]);
        return commands.RunAsync(new Command("git", arguments) { WorkingDirectory = folder, StandardInput = input, Environment = environment, Deadline = Patience }, cancellation: cancellation);
    }

    private static string Id(string text) => ObjectId().IsMatch(text.Trim()) ? text.Trim() : throw new PlatformException($"Git answered \"{Reports.SafeText.OneLine(text, 80)}\" where an object id was expected.", "Check the version of git: 2.31 or newer is needed.");

    [GeneratedRegex(@"\A[0-9a-f]{40}([0-9a-f]{24})?\z")]
    private static partial Regex ObjectId();

    [GeneratedRegex(@"^100644 blob (?<id>[0-9a-f]{40,64})\t(?<name>[A-Za-z0-9._-]+)$", RegexOptions.Multiline)]
    private static partial Regex TreeEntry();

    [GeneratedRegex("stale info|fetch first|non-fast-forward|cannot lock ref|reference already exists|failed to update ref|incorrect old value", RegexOptions.IgnoreCase)]
    private static partial Regex Overtaken();
}
