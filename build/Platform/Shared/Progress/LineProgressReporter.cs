using System.Diagnostics;
using System.Globalization;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Shared.Progress;

/// <summary>Plain lines, one when a step ends and one every ten seconds while it lasts: for logs, pipes and CI.</summary>
public sealed class LineProgressReporter(TextWriter writer) : IProgressReporter
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public async Task<T> StepAsync<T>(string title, Func<IStep, Task<T>> work)
    {
        var step = new Step();
        var clock = Stopwatch.StartNew();
        await using var heartbeat = new Timer(_ => Write($"  … {title}: {step.Status} ({Seconds(clock.Elapsed)})"), null, Heartbeat, Heartbeat);
        try
        {
            var result = await work(step);
            Write($"  ✓ {title}{(step.Outcome is { Length: > 0 } note ? $": {note}" : "")} ({Seconds(clock.Elapsed)})");
            return result;
        }
        catch (Exception error)
        {
            var reason = error is OperationCanceledException ? "cancelled" : step.Status;
            Write($"  ✗ {title}: {reason} ({Seconds(clock.Elapsed)})");
            throw;
        }
    }

    /// <inheritdoc/>
    public void Info(string message) => Write($"  {message}");

    /// <inheritdoc/>
    public void Warn(string message) => Write($"  ! {message}");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 's'", CultureInfo.InvariantCulture);

    private void Write(string line)
    {
        lock (_gate)
            writer.WriteLine(RunnerCommands.Neutralise(line));
    }

    private sealed class Step : IStep
    {
        public volatile string Status = "started";
        public volatile string? Outcome;

        public void Update(string status) => Status = status;

        public void Note(string outcome) => Outcome = outcome;
    }
}
