namespace TalosPlatform.Stack.Kubernetes.Readiness;

/// <summary>Wakes all who wait for the next change.</summary>
internal sealed class ChangeSignal : IDisposable
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change after this call.</summary>
    public Task NextAsync() => _next.Task;

    /// <summary>Something changed.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <inheritdoc/>
    public void Dispose() => Raise();
}
