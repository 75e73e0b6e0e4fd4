using System.Globalization;
using System.Text.RegularExpressions;

namespace TalosPlatform.Publishing;

/// <summary>The first line of a comment of ours, which nobody sees: which report it is, of when, of which commit.</summary>
/// <param name="Id">Id of the report.</param>
/// <param name="ValidAt">When the run started; the later one wins.</param>
/// <param name="Sha">Commit that was tested; may be empty.</param>
public sealed partial record ReportMarker(string Id, DateTimeOffset ValidAt, string Sha)
{
    /// <summary>The line, without its end.</summary>
    public override string ToString() =>
        $"<!-- talos-report:{Id} valid-at={ValidAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} sha={(Hex().IsMatch(Sha) ? Sha : "")} -->";

    /// <summary>The marker a comment begins with; null when it has none. A marker further down is text like any other.</summary>
    public static ReportMarker? Of(string? comment) =>
        comment is not null && Line().Match(comment) is { Success: true } match
        && DateTimeOffset.TryParse(match.Groups["time"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new(match.Groups["id"].Value, time, match.Groups["sha"].Value)
            : null;

    [GeneratedRegex(@"\A<!-- talos-report:(?<id>[A-Za-z0-9._-]{1,64}) valid-at=(?<time>[0-9T:.+Z-]{10,40}) sha=(?<sha>[0-9a-f]{0,64}) -->(?=\r?\n|\z)")]
    private static partial Regex Line();

    [GeneratedRegex(@"\A[0-9a-f]{7,64}\z")]
    private static partial Regex Hex();
}
