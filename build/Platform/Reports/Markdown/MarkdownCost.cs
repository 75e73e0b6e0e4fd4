using TalosPlatform.Reports.Formats;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports.Markdown;

/// <summary>The cost estimate in the shape people know from cost reports: what changed, then the services as a tree.</summary>
internal static class MarkdownCost
{
    private const int ServicesShown = 60;

    internal static string Render(RunDocument run)
    {
        if (run.Cost is not { } cost)
            return "";
        var text = new MarkdownBuilder();
        string Money(decimal amount) => MoneyFormat.Format(amount, cost.Currency);
        text.Line($"#### Cost: {(run.Baseline?.Cost is { } known ? Headline(known, cost) : Money(cost.Monthly.Expected) + " a month")}").Line();
        if (run.Baseline is { Cost: { } delta } baseline)
        {
            text.Line($"| | Baseline {MarkdownBuilder.Code(baseline.Ref)} | New | Change |").Line($"|:--|--:|--:|--:|");
            text.Line($"| Monthly, expected | {Money(cost.Monthly.Expected - delta.Delta)} | {Money(cost.Monthly.Expected)} | {MoneyFormat.Change(delta.Delta, cost.Currency)} {Relative(delta)} |").Line();
        }

        text.Line($"| Low | Expected | High | Allocated | Billed | Budget |").Line($"|--:|--:|--:|--:|--:|--:|");
        text.Line($"| {Money(cost.Monthly.Low)} | **{Money(cost.Monthly.Expected)}** | {Money(cost.Monthly.High)} | {Money(cost.Allocated)} | {Money(cost.Billed)} | {Budget(cost)} |").Line();
        var tree = Tree(run, cost);
        if (tree.Length > 0)
            text.Line($"{new Markup(MarkdownSections.Details("By service", tree).TrimEnd('\n'))}").Line();
        if (cost.Lines.Length > 0)
            text.Line($"{new Markup(MarkdownSections.Details("How the bill comes about", Bill(cost)).TrimEnd('\n'))}").Line();
        if (cost.Recommendations.Length > 0)
            text.Line($"{new Markup(MarkdownSections.Details("Could be done for less", Advice(cost)).TrimEnd('\n'))}").Line();
        if (cost.Gaps.Length > 0)
            text.Line($"{new Markup(MarkdownSections.Details("Not in the estimate: " + Verdict.Count(cost.Gaps.Length, "gap"), List(cost.Gaps)).TrimEnd('\n'))}").Line();
        text.Line($"{new Markup(Basis(cost))}");
        return text.ToString();
    }

    private static string Headline(CostDelta change, CostSection cost) => change.Delta == 0
        ? $"no change, {MoneyFormat.Format(cost.Monthly.Expected, cost.Currency)} a month"
        : $"{MoneyFormat.Change(change.Delta, cost.Currency)} a month {Relative(change)}, now {MoneyFormat.Format(cost.Monthly.Expected, cost.Currency)}";

    private static string Relative(CostDelta delta) => delta.Delta == 0 || delta.Percent == 0 ? "" : $"({MoneyFormat.Percent(delta.Percent)})";

    private static string Budget(CostSection cost) => cost.Budget is not { } budget ? "none set"
        : MoneyFormat.Format(budget, cost.Currency) + (VerdictProblems.OverBudget(cost) ? " ❌ exceeded" : " ✅ kept");

    private static string Basis(CostSection cost)
    {
        var basis = MarkdownText.Escape($"{cost.Provider.ToUpperInvariant()} {cost.Region}, prices as of {(cost.PricesAsOf.Length > 0 ? cost.PricesAsOf : "an unknown date")}.");
        // The first one says what the range comes from.
        return cost.Assumptions is [{ Length: > 0 } first, ..] ? $"{basis} {MarkdownText.Escape(char.ToUpperInvariant(first[0]) + first[1..], 300)}" : basis;
    }

    /// <summary>Services with + (new), ~ (changed), − (gone) when the baseline has services; plain otherwise.</summary>
    private static string Tree(RunDocument run, CostSection cost)
    {
        var before = (run.Baseline?.Services ?? []).GroupBy(s => s.Name).ToDictionary(g => g.Key, g => g.Sum(s => s.Monthly));
        var now = cost.Services.GroupBy(s => s.Name).ToDictionary(g => g.Key, g => g.Sum(s => s.Monthly));
        var names = now.OrderByDescending(s => s.Value).Select(s => s.Key).Concat(before.Keys.Where(n => !now.ContainsKey(n))).ToList();
        if (names.Count == 0)
            return "";
        var compare = before.Count > 0;
        var tree = new MarkdownBuilder();
        tree.Line($"{new Markup(compare ? "| | Service | Baseline | New | Change |\n|:-:|:--|--:|--:|--:|" : "| Service | Monthly | CPU | Memory |\n|:--|--:|--:|--:|")}");
        foreach (var name in names.Take(ServicesShown))
        {
            if (compare)
                Compared(tree, name, before.TryGetValue(name, out var old) ? old : null, now.TryGetValue(name, out var current) ? current : null, cost.Currency);
            else if (cost.Services.First(s => s.Name == name) is var service)
                tree.Line($"| {MarkdownBuilder.Code(name)} | {MoneyFormat.Format(now[name], cost.Currency)} | {HtmlCost.Cores(service.CpuCores)} | {HtmlCost.Memory(service.MemoryGiB)} |");
        }

        if (names.Count > ServicesShown)
            tree.Line().Line($"{names.Count - ServicesShown} more services in the full report.");
        return tree.ToString();
    }

    private static void Compared(MarkdownBuilder tree, string name, decimal? before, decimal? now, string currency)
    {
        var sign = before is null ? "➕" : now is null ? "➖" : before == now ? " " : "🔸";
        tree.Line($"| {new Markup(sign)} | {MarkdownBuilder.Code(name)} | {(before is { } b ? MoneyFormat.Format(b, currency) : "–")} | {(now is { } n ? MoneyFormat.Format(n, currency) : "–")} | {MoneyFormat.Change((now ?? 0) - (before ?? 0), currency)} |");
    }

    private static string Bill(CostSection cost)
    {
        var table = new MarkdownBuilder();
        table.Line($"| Item | Quantity | Unit price | Monthly |").Line($"|:--|--:|--:|--:|");
        foreach (var line in cost.Lines.Take(ServicesShown))
            table.Line($"| {line.Name} | {UnitFormat.Format((double)line.Quantity, "locale")} {line.Unit} | {MoneyFormat.UnitPrice(line.UnitPrice, cost.Currency)} | {MoneyFormat.Format(line.Monthly, cost.Currency)} |");
        return table.ToString();
    }

    private static string Advice(CostSection cost)
    {
        var table = new MarkdownBuilder();
        table.Line($"| What | Saves a month | How |").Line($"|:--|--:|:--|");
        foreach (var advice in cost.Recommendations.Take(ServicesShown))
            table.Line($"| {MarkdownBuilder.Code(advice.Subject)} | {(advice.Saving is { } saving ? MoneyFormat.Format(saving, cost.Currency) : "–")} | {advice.Message} |");
        return table.ToString();
    }

    private static string List(IEnumerable<string> items)
    {
        var list = new MarkdownBuilder();
        foreach (var item in items.Take(ServicesShown))
            list.Line($"- {item}");
        return list.ToString();
    }
}
