using System.Collections.Immutable;

namespace TalosPlatform.Settings;

/// <summary>What is said about a run on a pull request, and how.</summary>
public sealed record ReportSettings
{
    /// <summary>Valid values of <see cref="Comment"/>.</summary>
    public static readonly ImmutableArray<string> Comments = ["update", "new", "off"];

    /// <summary>Valid values of <see cref="CommentOn"/>.</summary>
    public static readonly ImmutableArray<string> Occasions = ["always", "change", "failure"];

    /// <summary>Tells this report from others on the same pull request: letters, digits, dots, dashes and underscores, at most 64.</summary>
    public string Id { get; init; } = "talos";

    /// <summary><c>update</c> keeps one comment up to date, <c>new</c> writes one a run, <c>off</c> writes none.</summary>
    public string Comment { get; init; } = "update";

    /// <summary>When a comment is begun: <c>always</c>, <c>change</c> (something is worse, or costs more or less) or <c>failure</c>.</summary>
    public string CommentOn { get; init; } = "always";

    /// <summary>Whether the report also goes to the summary page of the workflow.</summary>
    public bool Summary { get; init; } = true;

    /// <summary>Name of the environment variable that holds the token; empty takes <c>GITHUB_TOKEN</c> or <c>GITLAB_TOKEN</c>.</summary>
    public string TokenVariable { get; init; } = "";

    /// <summary>Login the comments are written under; empty asks the server.</summary>
    public string Author { get; init; } = "";

    /// <summary>Address of the full report; empty takes the page of the run or the artifact of the job.</summary>
    public string Url { get; init; } = "";
}

/// <summary>What a run is compared with.</summary>
public sealed record BaselineSettings
{
    /// <summary>Valid values of <see cref="Store"/>.</summary>
    public static readonly ImmutableArray<string> Stores = ["auto", "file", "git", "gitlab", "off"];

    /// <summary>Valid values of <see cref="Mode"/>.</summary>
    public static readonly ImmutableArray<string> Modes = ["report", "fail"];

    /// <summary>Where earlier runs are kept: <c>file</c> in <c>artifacts/baselines</c>, <c>git</c> in the ref <c>refs/talos/baselines</c>,
    /// <c>gitlab</c> in the artifacts of the branch's last job; <c>auto</c> is <c>gitlab</c> there and <c>file</c> elsewhere.</summary>
    public string Store { get; init; } = "auto";

    /// <summary>Branch to compare with; empty takes the target of the pull request, else the current branch.</summary>
    public string Branch { get; init; } = "";

    /// <summary>Smallest change that is a regression, percent.</summary>
    public decimal Threshold { get; init; } = 10;

    /// <summary><c>fail</c> lets regressions of deterministic metrics fail the run, <c>report</c> only reports.</summary>
    public string Mode { get; init; } = "report";
}

/// <summary>The integration tests of the workspace.</summary>
public sealed record TestSettings
{
    /// <summary>Command that a shell runs in the workspace; null for none.</summary>
    public string? Command { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>JUnit files it writes, as globs.</summary>
    public ImmutableArray<string> JUnit { get; init; } = [];
}
