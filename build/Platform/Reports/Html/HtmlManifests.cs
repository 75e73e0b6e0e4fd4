namespace TalosPlatform.Reports.Html;

/// <summary>What the validation of Kubernetes manifests found.</summary>
internal static class HtmlManifests
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Manifests is not { } manifests)
            return;
        html.Add($"""<section id="manifests"><h2>Manifests <span class="count">{Verdict.Count(manifests.Files, "file")} · {Verdict.Count(manifests.Objects, "object")} · {Verdict.Count(manifests.Workloads, "workload")} · resource profile {manifests.Quota}</span></h2>""");
        if (manifests.Findings.IsEmpty)
            html.Add($"""<p class="hint">Nothing to find: Pod Security, resources, probes, ports, network policies and rights are as they should be.</p>""");
        HtmlFindings.Render(html, "Findings", manifests.Findings);
        html.Add($"</section>").Line();
    }
}
