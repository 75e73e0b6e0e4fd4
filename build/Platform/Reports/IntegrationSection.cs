using System.Collections.Immutable;
using TalosPlatform.Workloads.Measurements;

namespace TalosPlatform.Reports;

/// <summary>The integration tests of the workspace.</summary>
/// <param name="Command">The command.</param>
/// <param name="Status"><c>passed</c>, <c>failed</c> or <c>timed-out</c>.</param>
/// <param name="ExitCode">Its exit code; null when it was ended.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record IntegrationSection(string Command, string Status, int? ExitCode, double Seconds)
{
    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Tests that passed, by its JUnit files.</summary>
    public int Passed { get; init; }

    /// <summary>Tests that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Tests that were skipped.</summary>
    public int Skipped { get; init; }

    /// <summary>The tests, failed ones first; at most a thousand.</summary>
    public ImmutableArray<CheckEntry> Tests { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Names of the variables with addresses it was given.</summary>
    public ImmutableArray<string> Variables { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The last lines it wrote.</summary>
    public string Output { get; init; } = "";

    /// <summary>What the applications did while it ran.</summary>
    public ImmutableArray<ServiceMeasurement> Services { get => field.IsDefault ? [] : field; init; } = [];
}
