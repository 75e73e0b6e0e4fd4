namespace TalosPlatform.Tests.Shared;

/// <summary>A clock that tests move.</summary>
public sealed class AdjustableClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
