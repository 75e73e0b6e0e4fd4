using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using TalosPlatform.Reports;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Integration;

/// <summary>What a test command left behind.</summary>
/// <param name="Status"><c>passed</c>, <c>failed</c> or <c>timed-out</c>.</param>
/// <param name="ExitCode">Its exit code; null when it was ended.</param>
/// <param name="Lines">The last lines it wrote, redacted.</param>
internal sealed record TestCommandResult(string Status, int? ExitCode, ImmutableArray<string> Lines);

/// <summary>Runs a test command in a session of its own, so that at its end or at the deadline everything it started can be ended with it.</summary>
/// <param name="redactor">Keeps secrets out of its lines.</param>
/// <param name="clock">Clock of the deadline.</param>
internal sealed partial class TestCommand(Redactor redactor, TimeProvider clock)
{
    private const int LinesKept = 100;
    private const long MaxOutput = 256L * 1024 * 1024;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs a command with <c>sh -c</c>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folder">Folder to run in.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="rawLog">File its output goes to meanwhile, unredacted; removed at the end.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="onLine">Told every line, redacted and without colours.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<TestCommandResult> RunAsync(string command, string folder, ImmutableSortedDictionary<string, string> environment, string rawLog, TimeSpan deadline, Action<string> onLine, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(rawLog)!);
        File.Delete(rawLog);
        var pid = DetachedProcess.Start(new DetachedCommand("/bin/sh", ["-c", command], folder, environment, rawLog));
        var start = clock.GetTimestamp();
        var kept = new Queue<string>();
        var status = "";
        int? exit = null;
        try
        {
            await using var log = new FileStream(rawLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(log, Encoding.UTF8);
            var rest = new StringBuilder();
            void Read()
            {
                var buffer = new char[16 * 1024];
                for (int count; (count = reader.Read(buffer)) > 0;)
                    rest.Append(buffer, 0, count);
                var text = rest.ToString();
                var whole = text.LastIndexOf('\n') + 1;
                rest.Remove(0, whole);
                foreach (var line in text[..whole].Split('\n').SkipLast(1))
                    Keep(line);
            }

            void Keep(string line)
            {
                var clean = RunnerCommands.Neutralise(SafeText.Clean(redactor.Redact(Escape().Replace(line.TrimEnd('\r'), ""))));
                kept.Enqueue(clean);
                if (kept.Count > LinesKept)
                    kept.Dequeue();
                onLine(clean);
            }

            while (exit is null && status.Length == 0)
            {
                await Task.Delay(Step, cancellation);
                exit = DetachedProcess.ExitCode(pid);
                Read();
                if (exit is null && clock.GetElapsedTime(start) > deadline)
                    status = "timed-out";
                if (exit is null && log.Length > MaxOutput)
                {
                    Keep($"(ended: it wrote more than {MaxOutput / 1024 / 1024} MiB)");
                    status = "failed";
                }
            }

            if (exit is null)
                await EndAsync(pid);
            Read();
            if (rest.Length > 0)
                Keep(rest.ToString());
        }
        catch (OperationCanceledException)
        {
            await EndAsync(pid);
            throw;
        }
        finally
        {
            // What it left running in its session ends with it.
            DetachedProcess.KillGroup(pid);
            File.Delete(rawLog);
        }

        return new(status.Length > 0 ? status : exit == 0 ? "passed" : "failed", exit, [.. kept]);
    }

    private async Task EndAsync(int pid)
    {
        DetachedProcess.Terminate(pid);
        var start = clock.GetTimestamp();
        while (DetachedProcess.ExitCode(pid) is null)
        {
            if (clock.GetElapsedTime(start) > Grace)
            {
                DetachedProcess.KillGroup(pid);
                while (DetachedProcess.ExitCode(pid) is null && clock.GetElapsedTime(start) < Grace * 2)
                    await Task.Delay(Step, CancellationToken.None);
                return;
            }

            await Task.Delay(Step, CancellationToken.None);
        }
    }

    // Colours and movements of the cursor (ECMA-48), and titles of windows.
    [GeneratedRegex(@"\x1B(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(\x07|\x1B\\)|[@-Z\\-_])")]
    private static partial Regex Escape();
}
