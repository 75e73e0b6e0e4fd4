using System.Collections.Immutable;
using TalosPlatform.Reports.Formats;
using TalosPlatform.Workloads.Measurements;

namespace TalosPlatform.Reports.Markdown;

/// <summary>The workspace's own tests, and what the applications did meanwhile.</summary>
internal static class MarkdownIntegration
{
    private const int Shown = 50;

    internal static string Render(RunDocument run)
    {
        if (run.Integration is not { } tests)
            return "";
        var body = new MarkdownBuilder();
        body.Line($"{MarkdownSections.Status(tests.Status)} after {SecondsFormat.Format(tests.Seconds)}: {MarkdownBuilder.Code(tests.Command)}{(tests.ExitCode is { } code ? $", exit code {code}" : "")}").Line();
        var urgent = tests.Tests.Where(t => t.Status != "passed").ToList();
        if (urgent.Count > 0)
        {
            body.Line($"| Test | Status | Seen |").Line($"|:--|:--|:--|");
            foreach (var test in urgent.Take(Shown))
                body.Line($"| {MarkdownBuilder.Code(test.Name)} | {MarkdownSections.Status(test.Status)} | {test.Detail} |");
            body.Line();
        }

        Services(body, tests.Services);
        if (tests is { Status: not "passed", Output.Length: > 0 })
        {
            body.Line($"Last lines:").Line();
            foreach (var line in tests.Output.Split('\n').TakeLast(20))
                body.Line($"> {MarkdownBuilder.Code(line)}<br>");
        }

        return MarkdownSections.Details($"Integration tests: {Summary(tests)}", body.ToString());
    }

    /// <summary>The result in words.</summary>
    internal static string Summary(IntegrationSection tests) => tests.Passed + tests.Failed + tests.Skipped > 0
        ? FormattableString.Invariant($"{tests.Passed} passed, {tests.Failed} failed, {tests.Skipped} skipped")
        : tests.Status.Replace('-', ' ');

    /// <summary>What applications did and used, as a table.</summary>
    internal static void Services(MarkdownBuilder body, ImmutableArray<ServiceMeasurement> services)
    {
        if (services.IsEmpty)
            return;
        body.Line($"| Application | Requests | Errors | p95 | CPU | Memory |").Line($"|:--|--:|--:|--:|--:|--:|");
        foreach (var service in services.Take(Shown))
            body.Line($"| {MarkdownBuilder.Code(service.Name)} | {Cell(service.RequestsPerSecond, "reqps")} | {Cell(service.ErrorRatio, "percentunit")} | {Cell(service.P95Seconds, "s")} | {Cell(service.CpuCores, "cores")} | {Cell(service.MemoryBytes, "bytes")} |");
        body.Line();
    }

    private static Html.Markup Cell(double? value, string unit) => MarkdownBuilder.Value(Show(value, unit));

    internal static string Show(double? value, string unit) => value is { } number ? UnitFormat.Format(number, unit) : "–";
}
