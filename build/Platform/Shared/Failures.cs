namespace TalosPlatform.Shared;

/// <summary>Waits for work done side by side.</summary>
public static class Failures
{
    /// <summary>Waits for all, then throws the failure that came from the work itself rather than from being cancelled because of another.</summary>
    public static async Task FirstAsync(IReadOnlyCollection<Task> work)
    {
        await Task.WhenAll(work).ContinueWith(_ => { }, TaskScheduler.Default);
        var errors = work.Where(t => t.IsFaulted).SelectMany(t => t.Exception!.InnerExceptions).ToList();
        if (errors.FirstOrDefault(e => e is not OperationCanceledException) is { } error)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        foreach (var task in work)
            await task;
    }
}
