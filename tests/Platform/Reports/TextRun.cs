using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Reports;

/// <summary>A run in which every text is the same one.</summary>
internal static class TextRun
{
    internal static RunDocument With(string text)
    {
        Finding[] findings = [new(text, text, text, Severity.Error, text, 1, 2), new(text, text, text, Severity.Warning, text)];
        ChartSeries[] series = [new(text, [[1, 2], [2, 3], [3, 4]]), new(text, [[1, 5], [2, 6], [3, 7]]) { Unit = text, Column = text }];
        return new()
        {
            Cluster = new(text, text, text, 1) { Reason = text },
            Targets = [new(text, text, 1) { Message = text }, new("SmokeTest", "failed", 1) { Message = text }],
            Components = [new(text, text, "failed", text, text), new(text, text, "left-out", text, text) { Kind = text }],
            Timings = new() { FirstMetricSeconds = 1, TotalSeconds = 2 },
            Smoke = new(1, 1, 0, [new(text, "failed", 1, text) { Fix = text }, new(text, text, 1, text)]) { Findings = [.. findings] },
            Dashboards = new(1, 1, 1, 1, 0, 0, 0, [.. findings])
            {
                Charts =
                [
                    .. new[] { "timeseries", "stat", "gauge", "bargauge", "table", "heatmap", text }.Select(kind => new PanelChart(text, text, text, kind, [.. series], text)),
                    new(text, text, text, text, [], text),
                ],
            },
            Alerts = new(1, 1, 1, 1, [.. findings]) { LeftOut = [text], States = [new(text, text, text, text, text), new(text, text, text, "firing", text)] },
            Cost = new()
            {
                Currency = text, Provider = text, Region = text, PricesAsOf = text, Monthly = new(1, 2, 3), Budget = 1, Billed = 2, Allocated = 1,
                Services = [new(text, 1)], Findings = [.. findings], Scheme = text, NodePools = [new(text, 1)], Nodes = [new(text, 1, 1, 1)], Recommendations = [new(text, text, text, 1), new(text, text, text, null)], Gaps = [text], Assumptions = [text], Lines = [new(text, 1, text, 1, 1, text) { Category = text, Service = text, Sku = text, Pricing = text, AsOf = text }],
            },
            Baseline = new(text, new(1, 2), [text]) { Services = [new(text, 1), new("gone", 2)] },
        };
    }
}
