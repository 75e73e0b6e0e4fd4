using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Clusters.Talos;

/// <summary>One step of a creation.</summary>
/// <param name="Title">What the user sees beside its tick or cross.</param>
/// <param name="Deadline">How long it may take.</param>
/// <param name="Work">What it does.</param>
public sealed record CreationAction(string Title, TimeSpan Deadline, Func<IStep, CancellationToken, Task> Work);

/// <summary>Runs the steps of a creation in their order; the first that fails is the last that runs.</summary>
public sealed class CreationActions(IProgressReporter progress, TimeProvider clock)
{
    /// <summary>Runs them.</summary>
    /// <exception cref="PlatformException">One failed, or took longer than it may.</exception>
    public async Task RunAsync(IEnumerable<CreationAction> actions, CancellationToken cancellation)
    {
        foreach (var action in actions)
            await progress.StepAsync(action.Title, step => RunAsync(action, step, cancellation));
    }

    private async Task RunAsync(CreationAction action, IStep step, CancellationToken cancellation)
    {
        var seen = new LastSeen(step);
        using var late = new CancellationTokenSource(action.Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await action.Work(seen, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new PlatformException(FormattableString.Invariant($"The step \"{action.Title}\" did not end within {action.Deadline.TotalSeconds:0} s; last seen: {seen.Status}."), "Raise cluster.createTimeout on a slow machine or network, then run again.");
        }
    }

    private sealed class LastSeen(IStep step) : IStep
    {
        public volatile string Status = "nothing";

        public void Update(string status)
        {
            Status = status;
            step.Update(status);
        }

        public void Note(string outcome) => step.Note(outcome);
    }
}
