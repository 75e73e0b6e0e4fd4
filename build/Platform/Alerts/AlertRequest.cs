using System.Collections.Immutable;
using TalosPlatform.Settings;

namespace TalosPlatform.Alerts;

/// <summary>What alert validation works on.</summary>
public sealed record AlertRequest
{
    /// <summary>Rule files.</summary>
    public ImmutableArray<WorkspaceFile> RuleFiles { get; init; } = [];

    /// <summary>Unit tests of rules, as promtool reads them.</summary>
    public ImmutableArray<WorkspaceFile> TestFiles { get; init; } = [];

    /// <summary>Path of promtool; null when it could not be had.</summary>
    public string? Promtool { get; init; }

    /// <summary>Why there is no promtool.</summary>
    public string PromtoolLeftOut { get; init; } = "promtool is not available";

    /// <summary>How long one call of promtool may take.</summary>
    public TimeSpan PromtoolDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the running Prometheus may take to list its rules.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
