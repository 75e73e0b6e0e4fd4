using System.Globalization;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>
/// GitHub Actions and the variables of its runner
/// (https://docs.github.com/actions/reference/workflows-and-actions/variables). Values are null where the runner sets none.
/// </summary>
public sealed class GitHubActions : Host, IBuildServer
{
    private readonly IReadOnlyDictionary<string, string> _variables;

    internal GitHubActions(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    /// <summary>The host of this build, or null when it does not run on GitHub Actions.</summary>
    public static GitHubActions? Instance => AmbientBuild.Settings.Host as GitHubActions;

    /// <summary>GITHUB_WORKFLOW: name of the workflow.</summary>
    public string? Workflow => this["GITHUB_WORKFLOW"];

    /// <summary>GITHUB_JOB: id of the job.</summary>
    public string? Job => this["GITHUB_JOB"];

    /// <summary>GITHUB_ACTION: id of the action or step.</summary>
    public string? Action => this["GITHUB_ACTION"];

    /// <summary>GITHUB_ACTOR: who started the workflow.</summary>
    public string? Actor => this["GITHUB_ACTOR"];

    /// <summary>GITHUB_REPOSITORY: owner and name.</summary>
    public string? Repository => this["GITHUB_REPOSITORY"];

    /// <summary>GITHUB_REPOSITORY_OWNER.</summary>
    public string? RepositoryOwner => this["GITHUB_REPOSITORY_OWNER"];

    /// <summary>GITHUB_EVENT_NAME: what started the workflow.</summary>
    public string? EventName => this["GITHUB_EVENT_NAME"];

    /// <summary>GITHUB_EVENT_PATH: file with the event's payload.</summary>
    public string? EventPath => this["GITHUB_EVENT_PATH"];

    /// <summary>GITHUB_WORKSPACE: directory of the checkout.</summary>
    public string? Workspace => this["GITHUB_WORKSPACE"];

    /// <summary>GITHUB_SHA: commit that started the workflow.</summary>
    public string? Sha => this["GITHUB_SHA"];

    /// <summary>GITHUB_REF: fully formed ref, for instance refs/heads/main.</summary>
    public string? Ref => this["GITHUB_REF"];

    /// <summary>GITHUB_REF_NAME: short name of the ref.</summary>
    public string? RefName => this["GITHUB_REF_NAME"];

    /// <summary>GITHUB_REF_TYPE: branch or tag.</summary>
    public string? RefType => this["GITHUB_REF_TYPE"];

    /// <summary>GITHUB_HEAD_REF: source branch of a pull request.</summary>
    public string? HeadRef => this["GITHUB_HEAD_REF"];

    /// <summary>GITHUB_BASE_REF: target branch of a pull request.</summary>
    public string? BaseRef => this["GITHUB_BASE_REF"];

    /// <summary>GITHUB_SERVER_URL.</summary>
    public string? ServerUrl => this["GITHUB_SERVER_URL"];

    /// <summary>GITHUB_TOKEN, where the workflow hands it over. A secret.</summary>
    public string? Token => this["GITHUB_TOKEN"];

    /// <summary>GITHUB_STEP_SUMMARY: Markdown file shown on the summary page of the run.</summary>
    public AbsolutePath? StepSummaryFile => this["GITHUB_STEP_SUMMARY"] is { } file && Path.IsPathFullyQualified(file) ? AbsolutePath.Create(file) : null;

    /// <summary>GITHUB_RUN_ID: id of the run; 0 where unknown.</summary>
    public long RunId => Number("GITHUB_RUN_ID");

    /// <summary>GITHUB_RUN_NUMBER: number of the workflow's run; 0 where unknown.</summary>
    public long RunNumber => Number("GITHUB_RUN_NUMBER");

    /// <summary>GITHUB_RUN_ATTEMPT: which attempt of the run this is; 0 where unknown.</summary>
    public long RunAttempt => Number("GITHUB_RUN_ATTEMPT");

    /// <summary>True when a pull request started the workflow.</summary>
    public bool IsPullRequest => EventName is "pull_request" or "pull_request_target";

    /// <summary>Number of the pull request (from refs/pull/N/merge), or null.</summary>
    public int? PullRequestNumber =>
        Ref is { } text && text.StartsWith("refs/pull/", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(10, Math.Max(0, text.IndexOf('/', 10) - 10)), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    string? IBuildServer.Branch => HeadRef ?? RefName;
    string? IBuildServer.Commit => Sha;

    private string? this[string name] => _variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private long Number(string name) =>
        long.TryParse(this[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
