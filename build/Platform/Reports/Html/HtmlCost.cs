using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Reports.Html;

/// <summary>The cost estimate: its range, the services, the bill, and what it rests on.</summary>
internal static class HtmlCost
{
    internal static void Render(HtmlBuilder html, RunDocument run)
    {
        if (run.Cost is not { } cost)
            return;
        html.Add($"""<section id="cost"><h2>Cost a month <span class="count">{Basis(cost)}</span></h2><div class="card">""");
        Range(html, cost);
        Baseline(html, run, cost);
        Services(html, cost);
        html.Add($"</div>");
        HtmlCostAdvice.Render(html, cost);
        HtmlFindings.Render(html, "Findings", [.. cost.Findings.Where(f => f.Rule != "budget-exceeded" || cost.Budget is null)]);
        Bill(html, cost);
        List(html, "Not in the estimate", cost.Gaps, "gaps");
        List(html, "What the range comes from", cost.Assumptions, "");
        html.Add($"</section>").Line();
    }

    private static string Basis(CostSection cost) => string.Join(" · ", new[]
    {
        cost.Provider.ToUpperInvariant(), cost.Region, Scheme(cost.Scheme), cost.Currency, cost.PricesAsOf.Length > 0 ? "prices as of " + cost.PricesAsOf : "",
    }.Where(p => p.Length > 0));

    private static string Scheme(string scheme) => scheme switch { "nodes" => "whole nodes", "fargate" => "Fargate", "autopilot" => "Autopilot", "per-resource" => "by resource", _ => scheme };

    private static void Range(HtmlBuilder html, CostSection cost)
    {
        string Money(decimal amount) => MoneyFormat.Format(amount, cost.Currency);
        var (low, expected, high) = cost.Monthly;
        var top = Math.Max(Math.Max(high, expected), cost.Budget ?? 0) * 1.08m;
        double At(decimal amount) => top > 0 ? (double)(Math.Max(0, amount) / top) * 100 : 0;
        html.Add($"""<div class="range"><svg role="img" width="100%" height="34"><title>Monthly cost</title><desc>Low {Money(low)}, expected {Money(expected)}, high {Money(high)}.</desc><rect class="track" y="14" width="100%" height="6" rx="3"/><rect class="span" x="{At(low)}%" y="11" width="{Math.Max(0, At(high) - At(low))}%" height="12" rx="6"/><circle class="dot" cx="{At(expected)}%" cy="17" r="8"/>""");
        if (cost.Budget is { } limit)
            html.Add($"""<line class="limit" x1="{At(limit)}%" x2="{At(limit)}%" y1="2" y2="32"/>""");
        html.Add($"""</svg><dl><div><dt>Low</dt><dd>{Money(low)}</dd></div><div class="main"><dt>Expected</dt><dd>{Money(expected)}</dd></div><div><dt>High</dt><dd>{Money(high)}</dd></div>""");
        if (cost.Budget is { } budget)
            html.Add($"""<div class="{(VerdictProblems.OverBudget(cost) ? "bad" : "")}"><dt>Budget</dt><dd>{Money(budget)}{(VerdictProblems.OverBudget(cost) ? " ✗ exceeded" : " ✓ kept")}</dd></div>""");
        if (cost.Billed > 0)
            html.Add($"<div><dt>Billed</dt><dd>{Money(cost.Billed)}</dd></div>");
        if (cost.Billed > 0 && cost.Allocated > 0)
            html.Add($"<div><dt>Allocated to services</dt><dd>{Money(cost.Allocated)}</dd></div>");
        if (cost.Idle > 0)
            html.Add($"<div><dt>Idle</dt><dd>{Money(cost.Idle)}</dd></div>");
        html.Add($"</dl></div>");
    }

    private static void Baseline(HtmlBuilder html, RunDocument run, CostSection cost)
    {
        if (run.Baseline is not { } baseline)
            return;
        if (baseline.Cost is { } change)
            html.Add($"""<p class="change">{MoneyFormat.Change(change.Delta, cost.Currency)} ({MoneyFormat.Percent(change.Percent)}) against <span class="mono">{baseline.Ref}</span>, from {MoneyFormat.Format(cost.Monthly.Expected - change.Delta, cost.Currency)}.</p>""");
        if (baseline.Regressions.Length > 0)
        {
            html.Add($"<ul>");
            foreach (var regression in baseline.Regressions)
                html.Add($"<li>{regression}</li>");
            html.Add($"</ul>");
        }
    }

    private static void Services(HtmlBuilder html, CostSection cost)
    {
        if (cost.Services.IsEmpty)
            return;
        var largest = cost.Services.Max(s => s.Monthly);
        html.Add($"""<div class="scroll"><table class="rows services flow"><thead><tr><th scope="col">Service</th><th scope="col" class="n">A month</th><th scope="col"><span class="sr">Bar</span></th><th scope="col" class="n">CPU</th><th scope="col" class="n">Memory</th><th scope="col" class="n">Used of request</th></tr></thead><tbody>""");
        foreach (var service in cost.Services.OrderByDescending(s => s.Monthly))
        {
            var width = largest > 0 ? (double)(Math.Max(0, service.Monthly) / largest) * 100 : 0;
            html.Add($"""<tr><th scope="row">{service.Name}</th><td class="n"><strong>{MoneyFormat.Format(service.Monthly, cost.Currency)}</strong></td><td class="bar"><svg width="100%" height="10" aria-hidden="true"><rect class="track" width="100%" height="10" rx="3"/><rect class="fill k0" width="{width}%" height="10" rx="3"/></svg></td><td class="n">{Cores(service.CpuCores)}</td><td class="n">{Memory(service.MemoryGiB)}</td><td class="n">{Efficiency(service)}</td></tr>""").Line();
        }

        html.Add($"</tbody></table></div>");
    }

    private static void Bill(HtmlBuilder html, CostSection cost)
    {
        if (cost.Lines.IsEmpty)
            return;
        html.Add($"""<details class="fold"><summary>How the bill comes about <span class="count">{Verdict.Count(cost.Lines.Length, "line")}</span></summary><div class="card scroll"><table class="rows flow"><thead><tr><th scope="col">Item</th><th scope="col" class="n">Quantity</th><th scope="col" class="n">Unit price</th><th scope="col" class="n">A month</th><th scope="col">Source</th></tr></thead><tbody>""");
        foreach (var line in cost.Lines)
            html.Add($"""<tr><th scope="row">{line.Name}{Tag(line)}</th><td class="n">{UnitFormat.Format((double)line.Quantity, "locale")} {line.Unit}</td><td class="n">{MoneyFormat.UnitPrice(line.UnitPrice, cost.Currency)}</td><td class="n">{MoneyFormat.Format(line.Monthly, cost.Currency)}</td><td><small>{line.Source}{(line.AsOf.Length > 0 && !line.Source.Contains(line.AsOf, StringComparison.Ordinal) ? ", " + line.AsOf : "")}</small></td></tr>""").Line();
        html.Add($"</tbody></table></div></details>");
    }

    private static void List(HtmlBuilder html, string title, ImmutableArray<string> items, string kind)
    {
        if (items.IsEmpty)
            return;
        html.Add($"""<details class="fold {kind}"{new Markup(kind == "gaps" ? " open" : "")}><summary>{title} <span class="count">{items.Length}</span></summary><ul>""");
        foreach (var item in items)
            html.Add($"<li>{item}</li>");
        html.Add($"</ul></details>");
    }

    private static Markup Tag(CostLine line) => line.Pricing is "dynamic" or "committed"
        ? new HtmlBuilder().Add($""" <span class="tag">{(line.Pricing == "dynamic" ? "spot" : "reserved")}</span>""").ToMarkup()
        : default;

    internal static string Cores(decimal cores) => cores <= 0 ? "–" : cores < 1 ? UnitFormat.Significant((double)(cores * 1000)) + "m" : UnitFormat.Significant((double)cores);

    internal static string Memory(decimal gibibytes) => gibibytes <= 0 ? "–" : UnitFormat.Format((double)gibibytes, "gbytes");

    private static string Efficiency(ServiceCost service) => service is { CpuEfficiency: null, MemoryEfficiency: null }
        ? "no requests"
        : $"{Share(service.CpuEfficiency)} CPU, {Share(service.MemoryEfficiency)} memory";

    private static string Share(decimal? efficiency) => efficiency is { } share ? UnitFormat.Format((double)share, "percentunit", 0) : "no request for";
}
