using System.Text.RegularExpressions;

namespace TalosPlatform.Tests.Docs;

/// <summary>Targets and parameters of the build, read from its source.</summary>
internal static partial class BuildSurface
{
    /// <summary>Names of the targets.</summary>
    public static IReadOnlyList<string> Targets { get; } = Match(Target(), "build/_build/Targets");

    /// <summary>Parameters of the targets, of the engine, and of build.sh itself, without the dashes.</summary>
    public static IReadOnlyList<string> Parameters { get; } =
        [.. Match(Parameter(), "build/_build/Targets").Concat(Match(BuiltIn(), "build/engine/Parameters/BuiltInParameters.cs")).Select(Kebab), "engine"];

    private static List<string> Match(Regex pattern, string place)
    {
        var path = Path.Combine(Repository.Root, place);
        var files = File.Exists(path) ? [path] : Directory.GetFiles(path, "*.cs");
        return [.. files.SelectMany(f => pattern.Matches(File.ReadAllText(f))).Select(m => m.Groups["name"].Value)];
    }

    private static string Kebab(string name) => Capital().Replace(name, "-$0").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex(@"^\s*Target (?<name>[A-Z]\w+) =>", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"\[Parameter\(""[^""]*""[^\]]*\)\](?:\s*\[\w+\])*\s*[\w?\[\]<>]+ (?<name>[A-Z]\w+) =>")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"public const string (?<name>[A-Z]\w+) = """)]
    private static partial Regex BuiltIn();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
