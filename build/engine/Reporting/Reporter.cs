using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common.Reporting;

/// <summary>Tells people what a build does. This one writes to a terminal or a plain log; hosts with markup derive.</summary>
internal class Reporter(TextWriter output, Palette palette, Verbosity verbosity, TimeProvider clock)
{
    protected TextWriter Output { get; } = output;

    protected Palette Palette { get; } = palette;

    /// <summary>False where only errors are wanted.</summary>
    protected bool Talks => verbosity != Verbosity.Quiet;

    public bool IsVerbose => verbosity == Verbosity.Verbose;

    /// <summary>Least level that is printed.</summary>
    public MessageLevel Threshold { get; } = verbosity switch
    {
        Verbosity.Verbose => MessageLevel.Trace,
        Verbosity.Minimal => MessageLevel.Warning,
        Verbosity.Quiet => MessageLevel.Error,
        _ => MessageLevel.Debug,
    };

    /// <summary>First line of a build.</summary>
    public void Logo(string text)
    {
        if (Talks) Output.WriteLine(Palette.Dim(text));
    }

    /// <summary>A message of the build.</summary>
    public virtual void Message(MessageLevel level, string text)
    {
        var time = clock.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var tag = level switch
        {
            MessageLevel.Trace => Palette.Dim("[VRB]"),
            MessageLevel.Debug => Palette.Dim("[DBG]"),
            MessageLevel.Information => Palette.Cyan("[INF]"),
            MessageLevel.Warning => Palette.Yellow("[WRN]"),
            _ => Palette.Red("[ERR]"),
        };
        Output.WriteLine($"{Palette.Dim(time)} {tag} {Continued(text, "               ")}");
    }

    /// <summary>Something is wrong with how the build was started or written.</summary>
    public virtual void Problem(string text) => Console.Error.WriteLine(Palette.Red("Error: ") + Continued(text, "       "));

    /// <summary>A target starts.</summary>
    public virtual void TargetStarts(string name)
    {
        if (Talks) Output.WriteLine($"\n{Palette.Cyan("▶")} {Palette.Bold(name)}");
    }

    /// <summary>A target is over.</summary>
    public virtual void TargetEnds(ExecutableTarget target)
    {
        if (!Talks || target.Status is not ExecutionStatus.Succeeded) return;
        Output.WriteLine($"{Palette.Green("✓")} {target.Name} {Palette.Dim(Durations.Format(target.Duration))}");
    }

    /// <summary>A target is skipped.</summary>
    public virtual void TargetSkipped(ExecutableTarget target)
    {
        if (Talks) Output.WriteLine($"\n{Palette.Yellow("↷")} {target.Name} skipped: {target.Skipped}");
    }

    /// <summary>A target has failed.</summary>
    /// <param name="target">The target.</param>
    /// <param name="error">What went wrong; several lines.</param>
    public virtual void TargetFailed(ExecutableTarget target, string error)
    {
        Output.WriteLine($"{Palette.Red("✗")} {Palette.Bold(target.Name)} failed after {Durations.Format(target.Duration)}");
        if (error.Length > 0) Output.WriteLine("  " + Continued(error, "  "));
    }

    /// <summary>Tells the host to hide a text too.</summary>
    /// <returns>What to write for it, past the redaction; empty where the host hides nothing.</returns>
    public virtual string MaskCommand(string secret) => "";

    /// <summary>The outcome of the build.</summary>
    public virtual void Summary(BuildSummary summary)
    {
        if (!Talks && summary.Outcome == BuildOutcome.Succeeded) return;
        Output.WriteLine();
        Output.Write(SummaryTable.Render(summary, Palette));
        var verdict = summary.Verdict;
        Output.WriteLine("\n" + (summary.Outcome == BuildOutcome.Succeeded ? Palette.Green(verdict) : Palette.Red(verdict)));
    }

    protected static string Continued(string text, string indent) =>
        text.ReplaceLineEndings("\n").TrimEnd('\n')
            .Replace("\n", "\n" + indent, StringComparison.Ordinal)
            .Replace("\n" + indent + "\n", "\n\n", StringComparison.Ordinal);
}
