namespace TalosPlatform.Tests.Queries.PromQl;

/// <summary>Changes queries at random, by characters and by pieces of syntax, so that most stay nearly valid.</summary>
internal static class Mutations
{
    private static readonly string[] Pieces =
    [
        "sum", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "and", "or", "unless", "atan2", "rate",
        "foo", "foo:bar", "start", "end", "step", "inf", "NaN", "topk", "count_values", "limitk", "info", "label_join", "round",
        "histogram_quantile", "time", "hour", "(", ")", "()", "[", "]", "[5m]", "[5m:]", "[1h:1m]", "{", "}", "{}", "{a=\"b\"}", "{\"foo\"}",
        "{a=~\"b|c\"}", "{a!~\".*\"}", ",", "=", "==", "!=", "=~", "!~", ">", "<", ">=", "<=", "+", "-", "*", "/", "%", "^", "@", "@ 5",
        "@ start()", "offset 5m", "offset -1d", ":", "#", "# c\n", "\n", " ", "\t", "1", "0", "5.", ".5", "1e3", "1e", "0x1F", "0755", "089",
        "1_000", "0x1e+5", "1__0", "5m", "1h30m", "1m1h", "5mm", "0s", "1y", "300y", "\"x\"", "'y'", "`z`", "\"\\n\"", "\"\\xff\"", "\"",
        "'", "\\", "a", "_", "é", "$", ";", "~", "!", "9e99", "1e400", "(5m)",
    ];

    private static readonly string[] RegexPieces =
    [
        "a", "b", "-", "5", ".", ".*", ".+", "*", "+", "?", "??", "*?", "{2}", "{2,}", "{0,1}", "{,3}", "{1001}", "{500}", "{3,2}", "{", "}", "(",
        "(", ")", ")", "(?:", "(?i)", "(?i:", "(?-s)", "(?s-i:", "(?P<n>", "(?<m>", "(?P<", "(?=", "(?!", "(?<=", "(?#", "(?", "|", "|", "[",
        "]", "[a-z]", "[^a]", "[]a]", "[a-", "[z-a]", "[\\d-z]", "[[:alpha:]]", "[[:^digit:]x]", "[[:foo:]]", "[a-b-c]", "^", "$", "\\A",
        "\\z", "\\Z", "\\b", "\\B", "\\d", "\\W", "\\s", "\\.", "\\_", "\\-", "\\n", "\\1", "\\12", "\\07", "\\x4", "\\x41", "\\x{1F600}",
        "\\x{110000}", "\\u0041", "\\pL", "\\p{Greek}", "\\P{^Lu}", "\\pX", "\\p{Foo}", "\\p{", "\\Q", "\\E", "\\Qa.b\\E", "\\C", "\\", "é", " ",
        "foo", "x|y",
    ];

    public static string Mutate(Random random, string query, int times)
    {
        for (; times > 0; times--)
        {
            var at = random.Next(query.Length + 1);
            var length = Math.Min(random.Next(1, 6), query.Length - at);
            query = random.Next(5) switch
            {
                0 => query.Insert(at, Piece(random)),
                1 => query.Insert(at, $" {Piece(random)} "),
                2 => query.Remove(at, length),
                3 => query.Remove(at, length).Insert(at, Piece(random)),
                _ => query.Insert(random.Next(query.Length + 1), query.Substring(at, length)),
            };
        }

        return query;
    }

    /// <summary>Pieces in a row, often nonsense.</summary>
    public static string Soup(Random random) =>
        string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(1, 12)).Select(_ => Piece(random)));

    /// <summary>Pieces of regular expressions in a row.</summary>
    public static string RegexSoup(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => RegexPieces[random.Next(RegexPieces.Length)]));

    private static string Piece(Random random) => Pieces[random.Next(Pieces.Length)];
}
