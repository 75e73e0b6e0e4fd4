using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Settings;

/// <summary>What makes a setting of reports, baselines and tests impossible, wherever it was written. Keys are those of the file.</summary>
public static partial class ReportRules
{
    /// <summary>What is wrong with the settings of a report, by key.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(ReportSettings report)
    {
        if (!IsId(report.Id))
            yield return ("id", $"\"{report.Id}\" is no id of a report: use letters, digits, dots, dashes and underscores, at most 64");
        if (report.TokenVariable.Length > 0 && !VariablePattern().IsMatch(report.TokenVariable))
            yield return ("tokenVariable", "this is no name of an environment variable: use letters, digits and underscores; the token itself must not stand here");
        if (report.Author.Length > 0 && !AuthorPattern().IsMatch(report.Author))
            yield return ("author", $"\"{report.Author}\" is no login");
        if (report.Url.Length > 0 && !(Uri.TryCreate(report.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            yield return ("url", $"\"{report.Url}\" is no address: it must start with https:// or http://");
    }

    /// <summary>What is wrong with the settings of baselines, by key.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(BaselineSettings baseline)
    {
        if (baseline.Threshold is < 0 or > 1000)
            yield return ("threshold", FormattableString.Invariant($"\"{baseline.Threshold}\" is no threshold: write percent from 0 to 1000"));
        if (baseline.Branch.Length > 0 && !IsBranch(baseline.Branch))
            yield return ("branch", $"\"{baseline.Branch}\" is no name of a branch");
    }

    /// <summary>What is wrong with the settings of tests, by key.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(TestSettings test)
    {
        if (test.Timeout <= TimeSpan.Zero || test.Timeout > TimeSpan.FromHours(6))
            yield return ("timeout", "\"timeout\" must be longer than 0 and at most 6h");
    }

    /// <summary>Whether a text can tell one report from others: it stands in the marker of a comment.</summary>
    public static bool IsId(string id) => IdPattern().IsMatch(id);

    /// <summary>Whether git would take the text for a branch and no command for an option (git-check-ref-format(1)).</summary>
    public static bool IsBranch(string name) =>
        name.Length is > 0 and <= 255 && name[0] is not ('-' or '/' or '.') && name[^1] is not ('/' or '.')
        && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("//", StringComparison.Ordinal) && !name.Contains("@{", StringComparison.Ordinal) && !name.Contains("/.", StringComparison.Ordinal)
        && !name.EndsWith(".lock", StringComparison.Ordinal) && !name.Any(c => c is <= ' ' or '\u007f' or '~' or '^' or ':' or '?' or '*' or '[' or '\\');

    /// <summary>A value of the command line that must be one of a few.</summary>
    /// <exception cref="PlatformException">It is none of them.</exception>
    public static string? Choice(string parameter, string? value, ImmutableArray<string> valid) => value is not null && !valid.Contains(value)
        ? throw new PlatformException($"\"{value}\" is not valid for {parameter}.", NearestName.Hint(value, valid))
        : value;

    /// <summary>Refuses settings that have problems, under the names of the parameters.</summary>
    /// <exception cref="PlatformException">Names the first of them.</exception>
    public static void ThrowIfAny(IEnumerable<(string Key, string Problem)> problems)
    {
        foreach (var (key, problem) in problems)
            throw new PlatformException($"--{ParameterOf(key)}: {problem}.");
    }

    private static string ParameterOf(string key) => key switch
    {
        "id" => "report-id",
        "tokenVariable" => "token-variable",
        "url" => "report-url",
        "threshold" => "regression-threshold",
        _ => key,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,100}(\[bot\])?\z")]
    private static partial Regex AuthorPattern();
}
