using System.Collections.Immutable;

namespace TalosPlatform.Smoke;

/// <summary>One thing a smoke run proves. The runner repeats the observation until it holds or the time is up.</summary>
public interface ISmokeCheck
{
    /// <summary>What must be true, as a short sentence without a full stop.</summary>
    string Name { get; }

    /// <summary>Services it talks to; it is skipped, with the reason, when one of them was left out.</summary>
    ImmutableArray<string> Needs { get; }

    /// <summary>Time until it must hold; null for the run's default.</summary>
    TimeSpan? Within => null;

    /// <summary>Looks once.</summary>
    /// <exception cref="Shared.PlatformException">What could not be asked, as evidence.</exception>
    Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation);
}

/// <summary>What one look at the platform showed.</summary>
/// <param name="Outcome">What follows from it.</param>
/// <param name="Seen">What was seen: the detail of a check that passed, the evidence of one that failed, the reason of one that was skipped.</param>
public sealed record Observation(Outcome Outcome, string Seen)
{
    /// <summary>It holds.</summary>
    public static Observation Holds(string seen) => new(Outcome.Holds, seen);

    /// <summary>It does not hold yet.</summary>
    public static Observation NotYet(string seen) => new(Outcome.NotYet, seen);

    /// <summary>It can never hold, such as a query that does not parse: waiting is pointless.</summary>
    public static Observation Never(string seen) => new(Outcome.Never, seen);

    /// <summary>It does not apply here.</summary>
    public static Observation Skip(string reason) => new(Outcome.Skip, reason);
}

/// <summary>What follows from an observation.</summary>
public enum Outcome
{
    /// <summary>The check passes.</summary>
    Holds,

    /// <summary>Look again until the time is up.</summary>
    NotYet,

    /// <summary>The check fails at once.</summary>
    Never,

    /// <summary>The check does not apply.</summary>
    Skip,
}
