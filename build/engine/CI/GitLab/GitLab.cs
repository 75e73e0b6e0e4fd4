using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common.CI.GitLab;

/// <summary>
/// GitLab CI and its predefined variables (https://docs.gitlab.com/ci/variables/predefined_variables). Values are null where
/// the runner sets none.
/// </summary>
public sealed class GitLab : Host, IBuildServer
{
    private readonly IReadOnlyDictionary<string, string> _variables;

    internal GitLab(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    /// <summary>The host of this build, or null when it does not run on GitLab CI.</summary>
    public static GitLab? Instance => AmbientBuild.Settings.Host as GitLab;

    /// <summary>CI_COMMIT_SHA: commit that is built.</summary>
    public string? CommitSha => this["CI_COMMIT_SHA"];

    /// <summary>CI_COMMIT_REF_NAME: branch or tag that is built.</summary>
    public string? CommitRefName => this["CI_COMMIT_REF_NAME"];

    /// <summary>CI_COMMIT_REF_SLUG: <see cref="CommitRefName"/> in a form fit for URLs and host names.</summary>
    public string? CommitRefSlug => this["CI_COMMIT_REF_SLUG"];

    /// <summary>CI_COMMIT_TAG: tag that is built.</summary>
    public string? CommitTag => this["CI_COMMIT_TAG"];

    /// <summary>CI_DEFAULT_BRANCH: the project's default branch.</summary>
    public string? DefaultBranch => this["CI_DEFAULT_BRANCH"];

    /// <summary>CI_JOB_ID; 0 where unknown.</summary>
    public long JobId => Number("CI_JOB_ID");

    /// <summary>CI_JOB_NAME.</summary>
    public string? JobName => this["CI_JOB_NAME"];

    /// <summary>CI_JOB_STAGE.</summary>
    public string? JobStage => this["CI_JOB_STAGE"];

    /// <summary>CI_JOB_URL.</summary>
    public string? JobUrl => this["CI_JOB_URL"];

    /// <summary>CI_JOB_TOKEN. A secret.</summary>
    public string? JobToken => this["CI_JOB_TOKEN"];

    /// <summary>CI_PIPELINE_ID; 0 where unknown.</summary>
    public long PipelineId => Number("CI_PIPELINE_ID");

    /// <summary>CI_PIPELINE_SOURCE: what started the pipeline.</summary>
    public string? PipelineSource => this["CI_PIPELINE_SOURCE"];

    /// <summary>CI_PROJECT_ID; 0 where unknown.</summary>
    public long ProjectId => Number("CI_PROJECT_ID");

    /// <summary>CI_PROJECT_DIR: directory of the checkout.</summary>
    public string? ProjectDirectory => this["CI_PROJECT_DIR"];

    /// <summary>CI_PROJECT_NAME.</summary>
    public string? ProjectName => this["CI_PROJECT_NAME"];

    /// <summary>CI_PROJECT_NAMESPACE.</summary>
    public string? ProjectNamespace => this["CI_PROJECT_NAMESPACE"];

    /// <summary>CI_PROJECT_PATH: namespace and name.</summary>
    public string? ProjectPath => this["CI_PROJECT_PATH"];

    /// <summary>CI_PROJECT_URL.</summary>
    public string? ProjectUrl => this["CI_PROJECT_URL"];

    /// <summary>CI_SERVER_URL.</summary>
    public string? ServerUrl => this["CI_SERVER_URL"];

    /// <summary>CI_API_V4_URL.</summary>
    public string? ApiV4Url => this["CI_API_V4_URL"];

    /// <summary>CI_MERGE_REQUEST_IID: number of the merge request in its project.</summary>
    public string? MergeRequestIid => this["CI_MERGE_REQUEST_IID"];

    /// <summary>CI_MERGE_REQUEST_SOURCE_BRANCH_NAME.</summary>
    public string? MergeRequestSourceBranchName => this["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"];

    /// <summary>CI_MERGE_REQUEST_TARGET_BRANCH_NAME.</summary>
    public string? MergeRequestTargetBranchName => this["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"];

    /// <summary>GITLAB_USER_NAME: who started the job.</summary>
    public string? GitLabUserName => this["GITLAB_USER_NAME"];

    string? IBuildServer.Branch => CommitRefName;
    string? IBuildServer.Commit => CommitSha;

    private string? this[string name] => _variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private long Number(string name) =>
        long.TryParse(this[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
