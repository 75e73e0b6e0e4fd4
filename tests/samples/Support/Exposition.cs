using System.Globalization;
using System.Text.RegularExpressions;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>One line of a metrics page.</summary>
public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value, IReadOnlyDictionary<string, string>? Exemplar);

/// <summary>A metrics page, read strictly: a line that fits neither format fails.</summary>
public sealed partial class Exposition(IReadOnlyList<Sample> samples, IReadOnlyDictionary<string, string> types)
{
    public IReadOnlyList<Sample> Samples { get; } = samples;

    /// <summary>Type by family.</summary>
    public IReadOnlyDictionary<string, string> Types { get; } = types;

    /// <summary>Sum of a metric's samples whose labels have these values.</summary>
    public double Sum(string name, params (string Label, string Value)[] where) =>
        Of(name).Where(sample => where.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value)).Sum(sample => sample.Value);

    /// <summary>Samples of a metric.</summary>
    public IEnumerable<Sample> Of(string name) => Samples.Where(sample => sample.Name == name);

    public static Exposition Parse(string text)
    {
        var samples = new List<Sample>();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                types.Add(words[2], words[3]);
            }
            else if (!line.StartsWith('#'))
            {
                samples.Add(Read(line));
            }
        }
        return new Exposition(samples, types);
    }

    private static Sample Read(string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, $"Not a sample: {line}");
        return new Sample(
            match.Groups["name"].Value, Labels(match.Groups["labels"].Value), Number(match.Groups["value"].Value),
            match.Groups["exemplar"].Success ? Labels(match.Groups["exemplar"].Value) : null);
    }

    private static Dictionary<string, string> Labels(string text) =>
        Label().Matches(text).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value, StringComparer.Ordinal);

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" or "Nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>([a-zA-Z_]\w*="([^"\\]|\\.)*",?)*)\})? (?<value>\S+)( \d+(\.\d+)?)?( # \{(?<exemplar>[^}]*)\} \S+ \S+)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)""")]
    private static partial Regex Label();
}
