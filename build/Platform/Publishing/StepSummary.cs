using System.Text;
using TalosPlatform.Shared;

namespace TalosPlatform.Publishing;

/// <summary>The summary page of a workflow run: a step may add 1 MiB, more is dropped whole
/// (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits).</summary>
internal static class StepSummary
{
    private const int Limit = 1024 * 1024;
    private const int Smallest = 500;

    /// <summary>Appends the report to the file.</summary>
    /// <param name="path">The file, <c>GITHUB_STEP_SUMMARY</c>.</param>
    /// <param name="render">The report in at most so many UTF-16 units.</param>
    /// <exception cref="PlatformException">The file cannot be written.</exception>
    internal static void Append(string path, Func<int, string> render)
    {
        try
        {
            var room = Limit - (File.Exists(path) ? (int)Math.Min(new FileInfo(path).Length, Limit) : 0);
            if (Fit(render, room) is { Length: > 0 } text)
                File.AppendAllText(path, text, new UTF8Encoding(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"Cannot write \"{path}\": {error.Message}", "GITHUB_STEP_SUMMARY must name a file that can be written.", inner: error);
        }
    }

    /// <summary>The longest report that fits into a number of bytes of UTF-8; empty when there is no room for anything useful.</summary>
    internal static string Fit(Func<int, string> render, int room)
    {
        for (var budget = room; budget > Smallest;)
        {
            var text = render(budget);
            var bytes = Encoding.UTF8.GetByteCount(text);
            if (bytes <= room)
                return text;
            // As many characters as would fit if they went on being as wide as these.
            budget = (int)Math.Min(budget * 0.9, (double)Math.Min(text.Length, budget) * room / bytes);
        }

        return "";
    }
}
