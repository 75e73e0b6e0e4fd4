using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Alerts.Promtool;

/// <summary>Something promtool complained about.</summary>
/// <param name="Line">One-based line; 0 when it named none.</param>
/// <param name="Column">One-based column; 0 when it named none.</param>
/// <param name="Text">What it said.</param>
internal sealed record PromtoolMessage(int Line, int Column, string Text);

/// <summary>A unit test that failed.</summary>
/// <param name="Test">Name of the test; empty when it has none or promtool is too old to say.</param>
/// <param name="Subject">The alert or the expression.</param>
/// <param name="IsAlert">Whether it is an alert.</param>
/// <param name="At">Time of the evaluation; null when it cannot be read.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Got">What came.</param>
internal sealed record FailedTest(string Test, string Subject, bool IsAlert, TimeSpan? At, string Expected, string Got);

/// <summary>Reads the output of promtool 2.42 to 3.x, which is meant for people.</summary>
internal static partial class PromtoolOutput
{
    /// <summary>Reads what <c>check rules FILE</c> said of one file.</summary>
    public static ImmutableArray<PromtoolMessage> ReadCheck(string text, string path)
    {
        var messages = ImmutableArray.CreateBuilder<PromtoolMessage>();
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l != "FAILED:" && !l.StartsWith("Checking ", StringComparison.Ordinal)))
        {
            var said = line.StartsWith(path, StringComparison.Ordinal) ? line[path.Length..].TrimStart(':', ' ') : line;
            if (Place().Match(said) is { Success: true } place)
                messages.Add(new PromtoolMessage(Number(place, "line"), Number(place, "column"), place.Groups["text"].Value));
            else if (YamlLine().Match(said) is { Success: true } yaml)
                messages.Add(new PromtoolMessage(Number(yaml, "line"), 0, yaml.Groups["text"].Value));
            else if (said != "yaml: unmarshal errors:")
                messages.Add(new PromtoolMessage(0, 0, said));
        }

        return messages.ToImmutable();
    }

    /// <summary>Reads what <c>test rules FILE</c> said of one file: failed tests and everything else.</summary>
    public static (ImmutableArray<FailedTest> Failed, ImmutableArray<string> Other) ReadTest(string text)
    {
        var failed = ImmutableArray.CreateBuilder<FailedTest>();
        var other = ImmutableArray.CreateBuilder<string>();
        var name = "";
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (TestName().Match(line) is { Success: true } named)
                name = named.Groups["name"].Value;
            else if (Subject().Match(line) is { Success: true } subject)
            {
                var body = Indented(lines, ref i, lines[i].Length - lines[i].TrimStart().Length);
                var split = body.IndexOf("got:", StringComparison.Ordinal);
                failed.Add(new FailedTest(
                    name,
                    subject.Groups["alert"].Success ? subject.Groups["alert"].Value : Unquote(subject.Groups["expr"].Value),
                    subject.Groups["alert"].Success,
                    Durations.TryParse(subject.Groups["time"].Value),
                    Flat(split < 0 ? body : body[..split], "exp:"),
                    Flat(split < 0 ? "" : body[split..], "got:")));
                name = "";
            }
            else if (line.Length > 0 && line is not ("FAILED:" or "SUCCESS") && !line.StartsWith("Unit Testing:", StringComparison.Ordinal))
                other.Add(line);
        }

        return (failed.ToImmutable(), other.ToImmutable());
    }

    private static string Indented(string[] lines, ref int index, int depth)
    {
        var body = new List<string>();
        while (index + 1 < lines.Length && lines[index + 1].Length - lines[index + 1].TrimStart().Length > depth)
            body.Add(lines[++index].Trim());
        return string.Join(' ', body);
    }

    private static string Flat(string text, string label)
    {
        var flat = Indexes().Replace(text.Trim().TrimEnd(',').Trim(), " ").Replace(label, "", StringComparison.Ordinal).Trim();
        return flat is "[]" or "" or "nil" ? "nothing" : flat.Trim('[', ']', ' ', ',');
    }

    private static string Unquote(string text) =>
        text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? Regex.Replace(text[1..^1], @"\\(.)", m => m.Groups[1].Value switch { "n" => "\n", "t" => "\t", var c => c }) : text;

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\A(?<line>\d+):(?<column>\d+): (?<text>.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"\A(yaml: )?line (?<line>\d+): (?<text>.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex YamlLine();

    [GeneratedRegex(@"\Aname: (?<name>.*),\z", RegexOptions.CultureInvariant)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\A(alertname: ?(?<alert>.*)|expr: (?<expr>"".*"")), time: (?<time>[0-9a-z]+),\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subject();

    [GeneratedRegex(@"\s+(\d+:)?\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Indexes();
}
