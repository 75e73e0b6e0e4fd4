namespace TalosPlatform.Reports.Markdown;

/// <summary>What the validation of Kubernetes manifests found.</summary>
internal static class MarkdownManifests
{
    internal static string Render(RunDocument run)
    {
        if (run.Manifests is not { } manifests)
            return "";
        var body = new MarkdownBuilder();
        MarkdownFindings.Render(body, manifests.Findings);
        if (body.ToString().Length == 0)
            body.Line($"Nothing to find.");
        return MarkdownSections.Details($"Manifests: {Verdict.Count(manifests.Objects, "object")}, {Verdict.Count(manifests.Workloads, "workload")}, resource profile {manifests.Quota}", body.ToString());
    }
}
