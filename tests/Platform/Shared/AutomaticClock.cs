namespace TalosPlatform.Tests.Shared;

/// <summary>A clock on which every wait is over at once, and time has passed all the same.</summary>
public sealed class AutomaticClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _ticks;

    public TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
            return new Timer(_ => { }, null, Timeout.Infinite, Timeout.Infinite);
        Interlocked.Add(ref _ticks, dueTime.Ticks);
        return new Timer(callback.Invoke, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
