using System.Collections.Immutable;
using System.Globalization;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Reports;
using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Publishing;

/// <summary>What later steps of a workflow can build on: <c>$GITHUB_OUTPUT</c> on GitHub, a dotenv report on GitLab.</summary>
public static class RunOutputs
{
    /// <summary>The dotenv report, inside the folder of reports.</summary>
    public const string DotenvFile = "outputs.env";

    /// <summary>Names of all outputs, in the order they are written.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "conclusion", "cluster-name", "provider", "kubeconfig", "kubernetes-version", "grafana-url", "prometheus-url", "smoke-passed", "smoke-failed",
        "dashboards-invalid", "regressions", "cost-monthly", "cost-delta", "report-path", "report-json", "comment-url",
    ];

    /// <summary>The outputs of a run. What is not known is empty.</summary>
    /// <param name="document">The run.</param>
    /// <param name="workspace">Where its files lie.</param>
    /// <param name="commentUrl">Address of the comment; null when there is none.</param>
    /// <param name="kubeconfig">Path of a kubeconfig of the user's own; null where the cluster has one of ours.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(RunDocument document, Workspace workspace, Uri? commentUrl, string? kubeconfig = null)
    {
        var run = SafeDocument.Of(document);
        string File(string path) => System.IO.File.Exists(path) ? path : "";
        string Url(string component) => run.Components.FirstOrDefault(c => c.Name == component && c.Status == "running")?.Url ?? "";
        var cluster = run.Cluster?.Name ?? "";
        return
        [
            new("conclusion", Verdict.Of(run).Outcome switch { Outcome.Passed => "success", Outcome.Failed => "failure", _ => "neutral" }),
            new("cluster-name", cluster),
            new("provider", run.Cluster?.Provider ?? ""),
            new("kubeconfig", SettingsRules.ClusterNameProblem(cluster) is null && File(Path.Combine(workspace.ClusterFolder(cluster), "kubeconfig")) is { Length: > 0 } own ? own : kubeconfig ?? ""),
            new("kubernetes-version", run.Cluster?.KubernetesVersion ?? ""),
            new("grafana-url", Url("grafana")),
            new("prometheus-url", Url("prometheus")),
            new("smoke-passed", Number(run.Smoke?.Passed)),
            new("smoke-failed", Number(run.Smoke?.Failed)),
            new("dashboards-invalid", Number(run.Dashboards?.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.File).Distinct().Count())),
            new("regressions", Number(run.Baseline?.Regressions.Length)),
            new("cost-monthly", Number(run.Cost?.Monthly.Expected)),
            new("cost-delta", Number(run.Baseline?.Cost?.Delta)),
            new("report-path", File(Path.Combine(workspace.Artifacts, "report.html"))),
            new("report-json", File(Path.Combine(workspace.Artifacts, "run.json"))),
            new("comment-url", commentUrl?.AbsoluteUri ?? ""),
        ];
    }

    /// <summary>Writes the outputs of a build that ended, whatever it came to; an unwritable file is only worth a warning then.</summary>
    /// <param name="run">The run.</param>
    /// <param name="targets">Targets with their status.</param>
    public static void Write(RunContext run, ImmutableArray<TargetEntry> targets)
    {
        var own = run.Document.Cluster is not null || run.Published is null;
        var document = own ? run.Document with { Targets = targets } : run.Published!.Value.Document;
        if (own && run.Document.Cluster is null && !targets.Any(t => t.Status == "failed"))
            return;
        try
        {
            Write(Of(document, run.Workspace, run.Published?.Comment, own ? KubernetesPlatform.StateOf(run.Workspace, run.Settings).Read()?.Kubeconfig : null), CiVariables.OfProcess(), run.Workspace.Artifacts);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformException)
        {
            run.Progress.Warn($"The outputs cannot be written: {error.Message}");
        }
    }

    /// <summary>Writes the outputs where the CI system looks for them; elsewhere nothing.</summary>
    public static void Write(IReadOnlyList<KeyValuePair<string, string>> outputs, CiVariables variables, string artifacts)
    {
        if (variables["GITHUB_OUTPUT"] is { } file)
            OutputFormats.AppendGitHub(file, outputs);
        if (variables.System == CiSystem.GitLab)
            AtomicFile.WriteAllText(Path.Combine(artifacts, DotenvFile), OutputFormats.Dotenv(outputs));
    }

    private static string Number(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}
