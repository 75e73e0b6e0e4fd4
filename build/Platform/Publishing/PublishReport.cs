using TalosPlatform.Publishing.GitLab;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Publishing;

/// <summary>The target PublishReport: tells the pull request, the page of the run and the lines of the code what a run found out. Reads <c>artifacts/run.json</c> and nothing else of the run.</summary>
public static class PublishReport
{
    private const long MaxBytes = 128 * 1024 * 1024;

    /// <summary>Runs the target.</summary>
    /// <param name="run">The build; its document is not touched.</param>
    /// <param name="token">A token handed over; null looks for the variable.</param>
    /// <param name="ci">Variables of the CI system.</param>
    /// <param name="output">Where commands to the runner go.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="PlatformException">There is nothing to publish, or a server refuses for a reason somebody can mend.</exception>
    public static async Task RunAsync(RunContext run, string? token, CiVariables ci, TextWriter output, CancellationToken cancellation)
    {
        var settings = run.Settings.Report;
        var variable = settings.TokenVariable.Length > 0 ? settings.TokenVariable : ci.System == CiSystem.GitLab ? "GITLAB_TOKEN" : "GITHUB_TOKEN";
        token = settings.TokenVariable.Length > 0 ? ci[variable] : (string.IsNullOrEmpty(token) ? null : token) ?? ci[variable];
        run.Services.Redactor.Add(token);
        var document = RedactedRun.Of(Load(Path.Combine(run.Workspace.Artifacts, "run.json")), run.Services.Redactor);
        run.Published = (document, null);

        var page = ReportPage.Of(ci, settings, run.Workspace);
        var annotations = Annotation.Of(document, page.PathOf);
        var body = new CommentBody(document, new ReportMarker(settings.Id, ValidAt(document, run.Services.Clock.GetUtcNow()), page.Sha), page.Report, page.Run);
        AtomicFile.WriteAllText(Path.Combine(run.Workspace.Artifacts, "comment.md"), body.Within(MarkdownReport.DefaultBudget));
        if (settings.Summary && ci["GITHUB_STEP_SUMMARY"] is { } summary)
            StepSummary.Append(summary, budget => MarkdownReport.Render(document, budget, page.Report));
        // Whoever reads the log of a job sees the dashboards, too.
        foreach (var line in ci.System != CiSystem.None && document.Dashboards is { } dashboards ? KeyPanels.Lines(dashboards) : [])
            run.Progress.Info(line);
        if (ci.System == CiSystem.GitHub)
        {
            foreach (var command in WorkflowCommands.Of(annotations))
                output.WriteLine(command);
        }

        if (ci.System == CiSystem.GitLab)
            AtomicFile.WriteAllText(Path.Combine(run.Workspace.Artifacts, GitLabReports.CodeQualityFile), GitLabReports.CodeQuality(annotations));

        var comment = settings.Comment == "off" ? null : await CommentAsync(run, document, token, variable, ci, output, body, cancellation);
        run.Published = (document, comment);
        if (ci.System == CiSystem.GitLab)
            AtomicFile.WriteAllText(Path.Combine(run.Workspace.Artifacts, GitLabReports.AnnotationsFile), GitLabReports.Links([("Report", page.Report), ("Comment", comment)]));
    }

    private static async Task<Uri?> CommentAsync(RunContext run, RunDocument document, string? token, string variable, CiVariables ci, TextWriter output, CommentBody body, CancellationToken cancellation)
    {
        var settings = run.Settings.Report;
        void Tell(string message) => Notice(run, ci, output, message);
        if (ci.System == CiSystem.None)
        {
            Tell("No comment: this is neither GitHub Actions nor GitLab CI. The text is in \"artifacts/comment.md\".");
            return null;
        }

        if (token is null)
        {
            Tell($"No comment: the variable \"{variable}\" holds no token. The text is in \"artifacts/comment.md\".");
            return null;
        }

        try
        {
            return await run.Progress.StepAsync("comment", async step =>
            {
                using var thread = await PullRequestThread.OpenAsync(ci, settings, token, run.Services.Clock, step.Update, cancellation);
                if (thread is null)
                {
                    step.Note("there is no pull request");
                    return null;
                }

                var sticky = new StickyComment(thread.Comments, body.Marker, body.Within);
                var outcome = await sticky.PublishAsync(settings.Comment == "update", CommentOccasion.Begins(settings.CommentOn, document), cancellation);
                step.Note(outcome.Status switch
                {
                    "stale" => "left alone: a later run has written it",
                    "not-wanted" => $"not begun: nothing happened that \"{settings.CommentOn}\" asks for",
                    var done => $"{done}, {outcome.Url}",
                });
                return outcome.Url;
            });
        }
        catch (PublishException error) when (error.Failure == PublishFailure.ReadOnly)
        {
            Tell(ci.System == CiSystem.GitHub
                ? "No comment: the token may only read, as on pull requests from forks and of Dependabot. The report is on the summary page and in \"artifacts/comment.md\"."
                : $"No comment: the token in \"{variable}\" may only read. Give it the scope \"api\" and the role Reporter or higher. The report is in \"artifacts/comment.md\".");
            return null;
        }
    }

    // A run that says it is of tomorrow would keep its comment from every run of today.
    private static DateTimeOffset ValidAt(RunDocument document, DateTimeOffset now) => document.StartedAt is { } start && start < now ? start : now;

    private static RunDocument Load(string path)
    {
        // The file may come from a pull request.
        if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            throw new PlatformException($"\"{path}\" is larger than {MaxBytes / 1024 / 1024} MiB.", "It cannot be one of ours; run \"./build.sh\" to write it anew.");
        return RunJson.Load(path);
    }

    private static void Notice(RunContext run, CiVariables ci, TextWriter output, string message)
    {
        if (ci.System == CiSystem.GitHub)
            output.WriteLine(WorkflowCommands.Notice(message));
        else
            run.Progress.Info(message);
    }
}
