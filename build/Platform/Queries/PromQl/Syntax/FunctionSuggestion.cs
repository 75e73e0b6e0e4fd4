namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>What someone who wrote an unknown function may have meant.</summary>
internal static class FunctionSuggestion
{
    public static string For(string name, Version target)
    {
        if (name == "holt_winters")
            return "Prometheus 3 calls it double_exponential_smoothing, an experimental function";
        var lower = name.ToLowerInvariant();
        var best = "";
        var bestDistance = Math.Max(1, name.Length / 4) + 1;
        foreach (var function in PromQlFunctions.All.Values)
        {
            if (function.Since > target || Math.Abs(function.Name.Length - lower.Length) >= bestDistance)
                continue;
            var distance = Distance(lower, function.Name);
            if (distance < bestDistance || (distance == bestDistance && string.CompareOrdinal(function.Name, best) < 0))
                (best, bestDistance) = (function.Name, distance);
        }

        return best.Length == 0 ? "" : $"did you mean {best}?";
    }

    /// <summary>Levenshtein distance; only called for words of about the length of a function's name.</summary>
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
