using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Ci;

/// <summary>What makes the value of an input impossible. Each rule gives the problem, or null when there is none.</summary>
internal static partial class CiInputRules
{
    /// <summary>No rule but the ones for every value: one line, and nothing that could be taken for an option.</summary>
    public static string? Anything(string value)
    {
        if (value.Any(char.IsControl))
            return "it has a line break or another control character";
        return value.StartsWith('-') ? "it starts with a dash" : null;
    }

    /// <summary>A list, no part of which could be taken for an option.</summary>
    public static string? Words(string value) => Anything(value) ?? (CiTargets.Split(value).Any(part => part.StartsWith('-')) ? "a part of it starts with a dash" : null);

    public static Func<string, string?> OneOf(params string[] choices) =>
        value => choices.Contains(value, StringComparer.Ordinal) ? null : NearestName.Hint(value, choices);

    public static string? Switch(string value) => OneOf("true", "false")(value);

    public static string? Cluster(string value) => SettingsRules.ClusterNameProblem(value);

    public static string? Duration(string value) => Durations.TryParse(value) is { } duration && duration > TimeSpan.Zero ? null : "write a duration such as \"90s\" or \"5m\"";

    public static string? Count(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 100 ? null : "write a number from 1 to 99";

    public static string? Amount(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount >= 0 ? null : "write an amount such as \"250\"";

    public static string? Threshold(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && !ReportRules.Problems(new BaselineSettings { Threshold = percent }).Any() ? null : "write percent from 0 to 1000";

    public static string? ReportId(string value) => ReportRules.IsId(value) ? null : "use letters, digits, dots, dashes and underscores, at most 64 of them";

    public static string? Currency(string value) => value.Length == 3 && value.All(char.IsAsciiLetterUpper) ? null : "write three capital letters such as \"EUR\"";

    /// <summary>The name of a variable: whoever puts a token there instead must not see it in a log.</summary>
    public static string? Variable(string value) => VariablePattern().IsMatch(value) ? null : "write the name of a variable, never a token";

    /// <summary>A name that file systems, registries and both CI systems take.</summary>
    public static string? Label(string value) => LabelPattern().IsMatch(value) ? null : "use letters, digits, dots, dashes and underscores, at most 100 of them";

    public static string? Targets(string value) =>
        CiTargets.Split(value).FirstOrDefault(target => !CiTargets.Allowed.Contains(target)) is { } unknown
            ? $"\"{unknown}\" is no target of a CI job: {NearestName.Hint(unknown, CiTargets.Allowed)}"
            : null;

    /// <summary>The version a workflow was written for: the same major one, and no newer minor one than this.</summary>
    public static string? Version(string value)
    {
        var have = typeof(CiInputRules).Assembly.GetName().Version!;
        if (VersionPattern().Match(value) is not { Success: true } match)
            return "write a version such as \"v1.1\"";
        var major = int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture);
        var minor = match.Groups["minor"].Success ? int.Parse(match.Groups["minor"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return major == have.Major && minor <= have.Minor ? null : $"this is v{have.Major}.{have.Minor}; name the ref of the version you want where the action or template is included";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"\Av?(?<major>\d{1,4})(?:\.(?<minor>\d{1,4})(?:\.\d{1,4})?)?\z")]
    private static partial Regex VersionPattern();
}

/// <summary>The targets a CI job may run.</summary>
public static class CiTargets
{
    /// <summary>All of them; tests of the platform itself and price lists are no business of a job.</summary>
    public static readonly ImmutableArray<string> Allowed =
    [
        "Verify", "ProvisionCluster", "DeployStack", "DeploySamples", "GenerateTraffic",
        "SmokeTest", "ValidateDashboards", "ValidateAlerts", "ValidateSources", "ValidateManifests", "EstimateCost", "IntegrationTest", "CompareBaseline", "PublishReport", "Status", "Teardown",
    ];

    /// <summary>Names between spaces, commas or line breaks.</summary>
    public static ImmutableArray<string> Split(string targets) => [.. targets.Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)];
}
