namespace TalosPlatform.Workloads.Load;

/// <summary>Counts requests down over all services; never hands out more than it was given.</summary>
internal sealed class RequestBudget(long requests)
{
    private long _left = requests;

    public bool IsEmpty => Interlocked.Read(ref _left) <= 0;

    public bool TryTake() => Interlocked.Decrement(ref _left) >= 0;
}
