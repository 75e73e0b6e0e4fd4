using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace TalosPlatform.Shared.Processes;

/// <summary>What to start so that it outlives us.</summary>
/// <param name="File">Absolute path of the executable.</param>
/// <param name="Arguments">Arguments without the name.</param>
/// <param name="WorkingDirectory">Folder to run in.</param>
/// <param name="Environment">The whole environment: nothing of ours is inherited, so that no token of the caller leaks into it.</param>
/// <param name="LogFile">File that both output streams are appended to.</param>
public sealed record DetachedCommand(
    string File,
    ImmutableArray<string> Arguments,
    string WorkingDirectory,
    ImmutableSortedDictionary<string, string> Environment,
    string LogFile);

/// <summary>Starts processes in a session of their own, so that neither our end nor Ctrl+C in our terminal reaches them.
/// .NET's own Process class cannot: its children share our process group and pipes.</summary>
public static unsafe partial class DetachedProcess
{
    private const int ReadOnly = 0;
    private const int SignalTerminate = 15;
    private const int SignalKill = 9;

    // POSIX_SPAWN_SETSIGDEF (4) gives the child default signal handling: .NET ignores SIGPIPE and children would inherit that.
    private const short SpawnSetSignalDefaults = 0x04;
    private static readonly short SpawnNewSession = (short)(OperatingSystem.IsMacOS() ? 0x0400 : 0x80);
    private static readonly int WriteAppendCreate = OperatingSystem.IsMacOS() ? 0x0001 | 0x0008 | 0x0200 : 0x0001 | 0x0400 | 0x0040;

    /// <summary>Starts a process.</summary>
    /// <returns>Its number; it is our child until we end.</returns>
    /// <exception cref="PlatformException">The executable or the log file cannot be opened.</exception>
    public static int Start(DetachedCommand command)
    {
        // Larger than posix_spawnattr_t and posix_spawn_file_actions_t of glibc (336 and 80 bytes), musl and macOS (a pointer each).
        var attributes = stackalloc byte[1024];
        var actions = stackalloc byte[1024];
        var allSignals = stackalloc byte[128];
        new Span<byte>(attributes, 1024).Clear();
        new Span<byte>(actions, 1024).Clear();
        new Span<byte>(allSignals, 128).Fill(0xFF);
        Check(posix_spawnattr_init(attributes), command);
        Check(posix_spawn_file_actions_init(actions), command);
        var arguments = Texts(command.Arguments.Prepend(command.File));
        var environment = Texts(command.Environment.Select(pair => $"{pair.Key}={pair.Value}"));
        try
        {
            Check(posix_spawnattr_setflags(attributes, (short)(SpawnNewSession | SpawnSetSignalDefaults)), command);
            Check(posix_spawnattr_setsigdefault(attributes, allSignals), command);
            Check(posix_spawn_file_actions_addopen(actions, 0, "/dev/null", ReadOnly, 0), command);
            Check(posix_spawn_file_actions_addopen(actions, 1, command.LogFile, WriteAppendCreate, 0x180), command);
            Check(posix_spawn_file_actions_adddup2(actions, 1, 2), command);
            Check(posix_spawn_file_actions_addchdir_np(actions, command.WorkingDirectory), command);
            Check(posix_spawn(out var pid, command.File, actions, attributes, arguments, environment), command);
            return pid;
        }
        finally
        {
            Free(arguments);
            Free(environment);
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>How a child of ours ended: its exit code, 128 + the signal that ended it, or null while it runs or when it is no child of ours.</summary>
    public static int? ExitCode(int pid)
    {
        const int noHang = 1;
        if (waitpid(pid, out var status, noHang) != pid)
            return null;
        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    /// <summary>Asks a process and its session's group to end.</summary>
    public static void Terminate(int pid) => Signal(pid, SignalTerminate);

    /// <summary>Ends a process and its session's group.</summary>
    public static void Kill(int pid) => Signal(pid, SignalKill);

    /// <summary>Ends what is left of a process's session, and nothing else: the process itself may be gone and its number another's.</summary>
    public static void KillGroup(int pid)
    {
        if (pid > 1)
            _ = kill(-pid, SignalKill);
    }

    private static void Signal(int pid, int signal)
    {
        if (pid <= 1)
            return;
        if (kill(-pid, signal) != 0)
            _ = kill(pid, signal);
    }

    private static void Check(int code, DetachedCommand command)
    {
        if (code == 0)
            return;
        var reason = Marshal.GetPInvokeErrorMessage(code);
        throw new PlatformException($"Cannot start \"{command.File}\": {reason}.", $"Check that the file is executable, that \"{command.WorkingDirectory}\" exists and that \"{command.LogFile}\" can be written.");
    }

    private static byte** Texts(IEnumerable<string> values)
    {
        var list = values.ToList();
        var block = (byte**)NativeMemory.AllocZeroed((nuint)(list.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < list.Count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(list[i] + '\0');
            block[i] = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
            bytes.CopyTo(new Span<byte>(block[i], bytes.Length));
        }

        return block;
    }

    private static void Free(byte** block)
    {
        for (var i = 0; block[i] is not null; i++)
            NativeMemory.Free(block[i]);
        NativeMemory.Free(block);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(out int pid, string path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addchdir_np(byte* actions, string path);

    [LibraryImport("libc")]
    private static partial int waitpid(int pid, out int status, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
