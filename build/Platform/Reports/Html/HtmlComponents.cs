namespace TalosPlatform.Reports.Html;

/// <summary>What runs, where to find it, and why something does not run.</summary>
internal static class HtmlComponents
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Components.IsEmpty)
            return;
        html.Add($"""<section id="components"><h2>Components</h2><div class="card scroll"><table class="rows flow"><thead><tr><th scope="col">Component</th><th scope="col">Version</th><th scope="col">Status</th><th scope="col">Where, or why not</th></tr></thead><tbody>""");
        foreach (var component in run.Components.OrderBy(c => c.Status switch { "failed" => 0, "running" => 1, _ => 2 }).ThenBy(c => c.Kind == "sample"))
        {
            html.Add($"""<tr><th scope="row">{component.Name}{Kind(component)}</th><td class="mono">{component.Version}</td><td>{StatusBadge.For(component.Status)}</td><td class="detail">""");
            if (component.Reason.Length > 0)
                html.Add($"<span>{component.Reason}</span> ");
            if (IsWebAddress(component.Url))
                html.Add($"""<a href="{component.Url}" rel="noreferrer noopener">{component.Url}</a>""");
            else
                html.Add($"{component.Url}");
            html.Add($"</td></tr>").Line();
        }

        html.Add($"</tbody></table></div></section>").Line();
    }

    /// <summary>Only these become links: a <c>javascript:</c> address in a document must not.</summary>
    internal static bool IsWebAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static Markup Kind(ComponentEntry component) => new(component.Kind == "sample" ? """ <span class="tag">sample</span>""" : "");
}
