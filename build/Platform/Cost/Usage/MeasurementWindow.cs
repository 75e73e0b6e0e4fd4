namespace TalosPlatform.Cost.Usage;

/// <summary>The time a measurement is about.</summary>
public readonly record struct MeasurementWindow(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => End - Start;
}
