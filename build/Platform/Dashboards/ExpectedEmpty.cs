using System.Text.RegularExpressions;

namespace TalosPlatform.Dashboards;

/// <summary>Queries that are expected to give nothing. The entry fails once none of them is empty any more, unless it says that data is fine, too.</summary>
/// <param name="Dashboard">Uid, title or file of the dashboard; <c>*</c> stands for any text.</param>
/// <param name="Panel">Title of the panel, or <c>variable:name</c> or <c>annotation:name</c>; <c>*</c> stands for any text.</param>
/// <param name="Reason">Why it is empty.</param>
public sealed record ExpectedEmpty(string Dashboard, string Panel, string Reason)
{
    /// <summary>One query of the panel by its refId; null for all.</summary>
    public string? Query { get; init; }

    /// <summary>Data is as good as none: the queries depend on what a user happens to run. The entry never becomes outdated.</summary>
    public bool Sometimes { get; init; }

    /// <summary>The entry holds only while this component is not running. Data is no mistake then: somebody else may run it.</summary>
    public string? Unless { get; init; }
}

/// <summary>A finding that is accepted.</summary>
/// <param name="Rule">The rule; <c>*</c> stands for any text.</param>
/// <param name="Dashboard">Uid, title or file of the dashboard; <c>*</c> stands for any text.</param>
/// <param name="Panel">Title of the panel; null for the whole dashboard.</param>
/// <param name="Reason">Why it is accepted.</param>
public sealed record Exclusion(string Rule, string Dashboard, string? Panel, string Reason);

/// <summary>Patterns in which <c>*</c> stands for any text.</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string text) => pattern == "*" || pattern == text
        || pattern.Contains('*', StringComparison.Ordinal)
        && Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
