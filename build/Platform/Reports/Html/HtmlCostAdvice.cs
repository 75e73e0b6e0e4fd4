using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Html;

/// <summary>What could be done for less, and the nodes the estimate stands on.</summary>
internal static class HtmlCostAdvice
{
    private const int Shown = 30;

    internal static void Render(HtmlBuilder html, CostSection cost)
    {
        Advice(html, cost);
        Pools(html, cost);
    }

    private static void Advice(HtmlBuilder html, CostSection cost)
    {
        if (cost.Recommendations.IsEmpty)
            return;
        html.Add($"""<h3>Could be done for less <span class="count">{cost.Recommendations.Length}</span></h3><div class="card scroll"><table class="rows flow"><thead><tr><th scope="col">What</th><th scope="col" class="n">Saves a month</th><th scope="col">How</th></tr></thead><tbody>""");
        foreach (var advice in cost.Recommendations.Take(Shown))
            html.Add($"""<tr><th scope="row">{advice.Subject} <span class="tag">{advice.Kind}</span></th><td class="n">{(advice.Saving is { } saving ? MoneyFormat.Format(saving, cost.Currency) : "changes no bill")}</td><td class="detail">{advice.Message}</td></tr>""").Line();
        html.Add($"</tbody></table></div>");
        if (cost.Recommendations.Length > Shown)
            html.Add($"""<p class="hint">{cost.Recommendations.Length - Shown} more in run.json.</p>""");
    }

    private static void Pools(HtmlBuilder html, CostSection cost)
    {
        if (cost.NodePools.IsEmpty)
            return;
        html.Add($"""<h3>Nodes <span class="count">{cost.NodePools.Sum(p => (long)p.Count).ToString(System.Globalization.CultureInfo.InvariantCulture)}</span></h3><div class="card scroll"><table class="rows"><thead><tr><th scope="col">Type</th><th scope="col" class="n">Count</th><th scope="col" class="n">CPU for pods</th><th scope="col" class="n">Memory for pods</th><th scope="col" class="n">Pods at most</th><th scope="col" class="n">A month</th><th scope="col" class="n">Idle</th></tr></thead><tbody>""");
        foreach (var pool in cost.NodePools.Take(Shown))
            html.Add($"""<tr><th scope="row">{pool.Type}</th><td class="n">{pool.Count}</td><td class="n">{HtmlCost.Cores(pool.AllocatableCpu)}</td><td class="n">{HtmlCost.Memory(pool.AllocatableMemoryGiB)}</td><td class="n">{pool.MaxPods}</td><td class="n">{MoneyFormat.Format(pool.Monthly, cost.Currency)}</td><td class="n">{MoneyFormat.Format(pool.Idle, cost.Currency)}</td></tr>""").Line();
        html.Add($"</tbody></table></div>");
    }
}
