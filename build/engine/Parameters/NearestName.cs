namespace Nuke.Common.Parameters;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest typing errors, or null when none is near enough (a third of its length).</summary>
    public static string? Find(string text, IEnumerable<string> candidates)
    {
        var key = ParameterNames.Key(text);
        if (key.Length == 0) return null;
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var candidateKey = ParameterNames.Key(candidate);
            var distance = candidateKey.StartsWith(key, StringComparison.Ordinal) && key.Length >= 3 ? 1 : Distance(key, candidateKey);
            if (distance > Math.Max(1, Math.Max(key.Length, candidateKey.Length) / 3) || distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }
        return best;
    }

    /// <summary>
    /// Insertions, deletions, substitutions and swaps of neighbours between two words (Damerau-Levenshtein, optimal string
    /// alignment; Damerau, Communications of the ACM 7(3), 1964).
    /// </summary>
    public static int Distance(string left, string right)
    {
        var cost = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) cost[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) cost[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[left.Length, right.Length];
    }
}
