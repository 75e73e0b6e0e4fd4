using System.Collections.Frozen;

namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Words with a meaning of their own, in any case.</summary>
internal static class Keywords
{
    private const int LongestKeyword = 12;

    private static readonly FrozenDictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        new Dictionary<string, TokenKind>
        {
            ["and"] = TokenKind.And,
            ["or"] = TokenKind.Or,
            ["unless"] = TokenKind.Unless,
            ["atan2"] = TokenKind.Atan2,
            ["sum"] = TokenKind.Sum,
            ["avg"] = TokenKind.Avg,
            ["count"] = TokenKind.Count,
            ["min"] = TokenKind.Min,
            ["max"] = TokenKind.Max,
            ["group"] = TokenKind.Group,
            ["stddev"] = TokenKind.Stddev,
            ["stdvar"] = TokenKind.Stdvar,
            ["topk"] = TokenKind.TopK,
            ["bottomk"] = TokenKind.BottomK,
            ["count_values"] = TokenKind.CountValues,
            ["quantile"] = TokenKind.Quantile,
            ["limitk"] = TokenKind.LimitK,
            ["limit_ratio"] = TokenKind.LimitRatio,
            ["offset"] = TokenKind.Offset,
            ["anchored"] = TokenKind.Anchored,
            ["smoothed"] = TokenKind.Smoothed,
            ["by"] = TokenKind.By,
            ["without"] = TokenKind.Without,
            ["on"] = TokenKind.On,
            ["ignoring"] = TokenKind.Ignoring,
            ["group_left"] = TokenKind.GroupLeft,
            ["group_right"] = TokenKind.GroupRight,
            ["fill"] = TokenKind.Fill,
            ["fill_left"] = TokenKind.FillLeft,
            ["fill_right"] = TokenKind.FillRight,
            ["bool"] = TokenKind.Bool,
            ["start"] = TokenKind.Start,
            ["end"] = TokenKind.End,
            ["step"] = TokenKind.Step,
            ["range"] = TokenKind.Range,
            ["min_of"] = TokenKind.MinOf,
            ["max_of"] = TokenKind.MaxOf,
            ["inf"] = TokenKind.Number,
            ["nan"] = TokenKind.Number,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The kind of a word that starts with a letter or underscore.</summary>
    public static TokenKind Classify(ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestKeyword && Lookup.TryGetValue(word, out var keyword))
            return keyword;
        return word.Contains(':') ? TokenKind.MetricIdentifier : TokenKind.Identifier;
    }
}
