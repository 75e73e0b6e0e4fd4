using Nuke.Common.Reporting;

namespace Nuke.Common.Execution;

/// <summary>Runs planned targets one after the other.</summary>
internal sealed class TargetExecutor(
    NukeBuild build, TargetSkips skips, Reporter reporter, Interruption interruption, TimeProvider clock, PreviousAttempt attempt)
{
    private readonly BuildState _state = build.State;
    private bool _stopped;

    public void Run()
    {
        foreach (var target in _state.Plan)
        {
            _stopped |= interruption.Signal is not null;
            if (target.Status == ExecutionStatus.Skipped) ReportSkip(target);
            else if (_stopped && !target.AssuredAfterFailure) target.Status = ExecutionStatus.NotRun;
            else Run(target);
        }
        if (_state.Plan.All(x => x.Status is ExecutionStatus.Succeeded or ExecutionStatus.Skipped or ExecutionStatus.Collective)) attempt.Forget();
    }

    private void Run(ExecutableTarget target)
    {
        try
        {
            if (skips.ApplyDynamicConditions(target))
            {
                ReportSkip(target);
                return;
            }
        }
        catch (InvalidOperationException exception)
        {
            Fail(target, exception);
            return;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return;
        }
        RunActions(target);
    }

    private void RunActions(ExecutableTarget target)
    {
        var interruptedBefore = interruption.Signal is not null;
        reporter.TargetStarts(target.Name);
        target.Status = ExecutionStatus.Running;
        _state.Running = target;
        var start = clock.GetTimestamp();
        var actions = Task.Factory.StartNew(
            () => Invoke(target), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var aborted = !interruptedBefore && interruption.WaitFor(actions);
        if (!aborted) Task.WaitAny(actions);
        target.Duration = clock.GetElapsedTime(start);
        _state.Running = null;

        // Even without an exception an interrupted target may have left things half done: its processes were ended.
        if (aborted) Abort(target, actions.Exception);
        else if (actions.IsCompletedSuccessfully) Succeed(target);
        else Fail(target, actions.Exception!);
        reporter.TargetEnds(target);
    }

    private void Invoke(ExecutableTarget target)
    {
        build.OnTargetRunning(target.Name);
        foreach (var action in target.Actions) action().GetAwaiter().GetResult();
    }

    private void Succeed(ExecutableTarget target)
    {
        target.Status = ExecutionStatus.Succeeded;
        attempt.Add(target);
        build.OnTargetSucceeded(target.Name);
    }

    private void Fail(ExecutableTarget target, Exception exception)
    {
        target.Status = ExecutionStatus.Failed;
        _stopped |= !target.ProceedAfterFailure;
        reporter.TargetFailed(target, ErrorText.Of(exception, reporter.IsVerbose));
        build.OnTargetFailed(target.Name);
    }

    private void Abort(ExecutableTarget target, Exception? exception)
    {
        target.Status = ExecutionStatus.Aborted;
        _stopped = true;
        if (exception is not null && reporter.IsVerbose) reporter.TargetFailed(target, ErrorText.Of(exception, verbose: true));
    }

    private void ReportSkip(ExecutableTarget target)
    {
        reporter.TargetSkipped(target);
        build.OnTargetSkipped(target.Name);
    }
}
