using System.Collections.Immutable;

namespace TalosPlatform.Smoke.UserChecks;

/// <summary>What a user's check asks.</summary>
public enum Question
{
    /// <summary>PromQL instant query; every series must satisfy the comparison.</summary>
    PromQl,

    /// <summary>LogQL; the number of lines of a log query, every series of a metric query.</summary>
    LogQl,

    /// <summary>TraceQL; the number of traces found.</summary>
    TraceQl,

    /// <summary>HTTP GET.</summary>
    Http,
}

/// <summary>A check as a user wrote it in <c>smoke/*.yaml</c>.</summary>
/// <param name="Name">What must be true.</param>
/// <param name="Question">Kind of <paramref name="Query"/>.</param>
/// <param name="Query">The query, or the address of an HTTP check.</param>
public sealed record UserCheck(string Name, Question Question, string Query)
{
    /// <summary>How every value must compare; null for HTTP.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>Where an HTTP check goes.</summary>
    public ServiceAddress? Address { get; init; }

    /// <summary>Status an HTTP check expects; null accepts 2xx.</summary>
    public int? Status { get; init; }

    /// <summary>Text the body of an HTTP answer must contain.</summary>
    public string? Contains { get; init; }

    /// <summary>Time until it must hold; null for the run's default.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>What to tell the reader when it fails.</summary>
    public string? Message { get; init; }

    /// <summary>Services without which it is skipped.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];
}
