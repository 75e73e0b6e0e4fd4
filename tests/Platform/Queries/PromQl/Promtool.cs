using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TalosPlatform.Tests.Queries.PromQl;

/// <summary>Asks a real promtool (from PATH, or named by the variable PROMTOOL) which expressions it accepts.</summary>
internal static partial class Promtool
{
    public const string Absent = "no promtool 3.x: put one into PATH or name it in the variable PROMTOOL";

    public static string? Path { get; } = Find();

    public static bool IsAbsent => Path is null;

    /// <summary>The message for every refused expression, by its place in the list.</summary>
    public static IReadOnlyDictionary<int, string> Refusals(IReadOnlyList<string> queries)
    {
        var file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("promtool").FullName, "rules.yaml");
        try
        {
            var rules = queries.Select((query, i) => $"  - {{record: r{i}, expr: {Quote(query)}}}\n");
            File.WriteAllText(file, "groups:\n- name: g\n  rules:\n" + string.Concat(rules));
            var output = Run(Path!, "check", "rules", file);
            var refusals = new Dictionary<int, string>();
            foreach (Match match in Refusal().Matches(output))
                refusals[int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1] = match.Groups[2].Value;
            if (refusals.Count == 0 && !output.Contains("SUCCESS", StringComparison.Ordinal))
                throw new InvalidOperationException("promtool could not read the file: " + output);
            return refusals;
        }
        finally
        {
            Directory.Delete(System.IO.Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("PROMTOOL");
        var candidates = named is { Length: > 0 }
            ? [named]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Select(p => System.IO.Path.Combine(p, "promtool"));
        var found = candidates.FirstOrDefault(File.Exists);
        return found is not null && Run(found, "--version").Contains("version 3.", StringComparison.Ordinal) ? found : null;
    }

    private static string Quote(string query) => '"' + string.Concat(query.Select(c => c switch
    {
        '"' or '\\' => $"\\{c}",
        < ' ' or (>= '\x7f' and < '\xa0') => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    })) + '"';

    private static string Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.GetAwaiter().GetResult();
    }

    [GeneratedRegex("group \"g\", rule (\\d+), \"r\\d+\": (.*)")]
    private static partial Regex Refusal();
}
