using System.Text.Json;

namespace TalosPlatform.Workloads.Images;

/// <summary>What a Dockerfile takes from its context.</summary>
public static class Dockerfile
{
    /// <summary>Sources of its COPY and ADD instructions, stages and addresses left out, in their order.</summary>
    public static IReadOnlyList<string> Sources(string text)
    {
        var sources = new List<string>();
        foreach (var instruction in Instructions(text))
        {
            var words = instruction.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 3 || !(words[0].Equals("COPY", StringComparison.OrdinalIgnoreCase) || words[0].Equals("ADD", StringComparison.OrdinalIgnoreCase)))
                continue;
            var flags = words.Skip(1).TakeWhile(w => w.StartsWith("--", StringComparison.Ordinal)).ToList();
            if (flags.Exists(f => f.StartsWith("--from=", StringComparison.Ordinal)))
                continue;
            var operands = Operands(instruction, words.Skip(1 + flags.Count).ToList());
            sources.AddRange(operands.SkipLast(1).Where(s => !s.StartsWith("<<", StringComparison.Ordinal) && !s.Contains("://", StringComparison.Ordinal)).Select(s => s.TrimStart('/')));
        }

        return [.. sources.Distinct(StringComparer.Ordinal)];
    }

    private static List<string> Operands(string instruction, List<string> words)
    {
        var bracket = instruction.IndexOf('[', StringComparison.Ordinal);
        if (words.Count == 0 || !words[0].StartsWith('[') || bracket < 0)
            return words;
        try
        {
            return JsonSerializer.Deserialize<List<string>>(instruction[bracket..]) ?? [];
        }
        catch (JsonException)
        {
            return words;
        }
    }

    private static IEnumerable<string> Instructions(string text)
    {
        var open = "";
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line.EndsWith('\\'))
            {
                open += line[..^1] + " ";
                continue;
            }

            yield return open + line;
            open = "";
        }

        if (open.Length > 0)
            yield return open;
    }
}
