using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Starts programs that refuse to be run by root, whoever runs the build.</summary>
/// <remarks>Preferred is a user namespace (user_namespaces(7)): inside it the program is nobody, outside its files still belong to
/// whoever runs the build, so that it reaches folders only that user may enter, and no file needs another owner. The IPC namespace
/// beside it takes the shared memory of a killed server along.</remarks>
public sealed class UnprivilegedStart(ICommandRunner commands, string path, bool root)
{
    private const string Nobody = "65534";

    /// <summary>For the user that runs the build.</summary>
    public static UnprivilegedStart ForThisUser(ICommandRunner commands) =>
        new(commands, Environment.GetEnvironmentVariable("PATH") ?? "", !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess);

    /// <summary>What to put before a command.</summary>
    /// <param name="program">Program that shall run.</param>
    /// <param name="folder">Folder it has to write to.</param>
    /// <param name="environment">Variables the program needs.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <returns>The words before the command, the first an absolute path; empty when none are needed.</returns>
    /// <exception cref="PlatformException">Root cannot become anybody else here.</exception>
    public async Task<ImmutableArray<string>> BeforeAsync(string program, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        ImmutableArray<string> isolated = root
            ? ["unshare", "--user", $"--map-user={Nobody}", $"--map-group={Nobody}", "--ipc", "--"]
            : ["unshare", "--user", "--map-current-user", "--ipc", "--"];
        if (await WorksAsync(isolated, program, environment, cancellation) is { } found)
            return found;
        if (!root)
            return [];
        ImmutableArray<string> other = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"];
        if (await WorksAsync(other, program, environment, cancellation) is { } dropped)
        {
            await commands.RunCheckedAsync(Command.Of("chown", "-R", $"{Nobody}:{Nobody}", folder), $"Giving \"{folder}\" to user {Nobody}", cancellation: cancellation);
            if (await SucceedsAsync([.. dropped, "test", "-w", folder], environment, cancellation))
                return dropped;
        }

        throw new PlatformException(
            $"\"{program}\" refuses to be run by root, and this machine offers no way around that: user namespaces are off, and user {Nobody} cannot reach it or \"{folder}\".",
            "Run the build as an ordinary user.");
    }

    private async Task<ImmutableArray<string>?> WorksAsync(ImmutableArray<string> before, string program, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation) =>
        Runtimes.Locate(before[0], path) is { } absolute && await SucceedsAsync([.. before, program, "--version"], environment, cancellation)
            ? before.SetItem(0, absolute)
            : null;

    private async Task<bool> SucceedsAsync(ImmutableArray<string> command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        try
        {
            return (await commands.RunAsync(Command.Of(command[0], command.Skip(1)) with { Deadline = TimeSpan.FromSeconds(10), Environment = environment.ToImmutableDictionary(e => e.Key, e => (string?)e.Value) }, cancellation: cancellation)).ExitCode == 0;
        }
        catch (PlatformException)
        {
            return false;
        }
    }
}
