using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace TalosPlatform.Benchmarks;

/// <summary>Writes measurements down.</summary>
public static class BenchmarkReport
{
    /// <summary>A table for the terminal.</summary>
    public static string Text(ImmutableArray<Measurement> measurements)
    {
        var what = measurements.Max(m => m.What.Length);
        var goal = measurements.Max(m => m.Goal.Length);
        var text = new StringBuilder();
        foreach (var m in measurements)
            text.Append(m.Reached ? "  ✓ reached " : "  ✗ missed  ").Append(m.What.PadRight(what)).Append("  goal ").Append(m.Goal.PadRight(goal)).Append("  measured ").AppendLine(m.Measured);
        return text.ToString();
    }

    /// <summary>The page <c>docs/benchmarks.md</c>.</summary>
    public static string Markdown(ImmutableArray<Measurement> measurements, DateTimeOffset date)
    {
        var text = new StringBuilder();
        text.AppendLine("# Benchmarks").AppendLine()
            .AppendLine("What the project promises, and what one machine reached. Measure your own with `./build.sh Benchmark`; `--save-benchmark` writes this page.").AppendLine()
            .AppendLine(FormattableString.Invariant($"{date:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB of memory, {RuntimeInformation.OSDescription}, .NET {Environment.Version}.")).AppendLine()
            .AppendLine("| what | goal | measured | | method |").AppendLine("|---|---|---|---|---|");
        foreach (var m in measurements)
            text.AppendLine($"| {m.What} | {m.Goal} | {m.Measured} | {(m.Reached ? "reached" : "missed")} | {m.Method} |");
        text.AppendLine().AppendLine("Figures of a shared machine vary; they are printed and never asserted by a test.");
        return text.ToString().ReplaceLineEndings("\n");
    }
}
