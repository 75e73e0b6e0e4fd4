using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Tests.Queries.PromQl;

public sealed class ParserTests
{
    [Theory]
    [InlineData("a + b * c", "(+ a (* b c))")]
    [InlineData("a - b - c", "(- (- a b) c)")]
    [InlineData("a ^ b ^ c", "(^ a (^ b c))")]
    [InlineData("-a ^ b", "(neg (^ a b))")]
    [InlineData("-a * b", "(* (neg a) b)")]
    [InlineData("-1 ^ 2", "(neg (^ 1 2))")]
    [InlineData("-1 * 2", "(* -1 2)")]
    [InlineData("a ^ -b * c", "(* (^ a (neg b)) c)")]
    [InlineData("a or b and c unless d", "(or a (unless (and b c) d))")]
    [InlineData("a > b + c == bool d", "(== bool (> a (+ b c)) d)")]
    [InlineData("a atan2 b % c", "(% (atan2 a b) c)")]
    [InlineData("a + b offset 5m", "(+ a b offset 300)")]
    [InlineData("-a[5m:1m]", "(neg (subquery a 300 60))")]
    [InlineData("foo offset -5 ^ 2", "(^ foo offset -5 2)")]
    [InlineData("foo offset 5s - 8", "(- foo offset 5 8)")]
    [InlineData("foo[5m] offset 1h @ end()", "(range foo offset 3600 at End 0 300)")]
    [InlineData("sum by (a, b,) (x)", "(sum by[a,b] x)")]
    [InlineData("SUM(x) WITHOUT (a)", "(sum without[a] x)")]
    [InlineData("topk(5, x)", "(topk 5 x)")]
    [InlineData("sum(sum)", "(sum sum)")]
    [InlineData("and and and", "(and and and)")]
    [InlineData("a / on (x) group_left (y) b", "(/ on[x] Left[y]   a b)")]
    [InlineData("a / ignoring () group_right b", "(/ ignoring[] Right[]   a b)")]
    [InlineData("{\"a.b\", 'c d'=~`x`}", "{__name__ Equal a.b,c d Regex x}")]
    [InlineData("rate(x[5m] # comment\n)", "(rate (range x 300))")]
    [InlineData("(a)", "(paren a)")]
    public void Structure(string query, string shape) => Assert.Equal(shape, Shape.Of(query));

    [Theory]
    [InlineData("0x1F", 31)]
    [InlineData("0755", 493)]
    [InlineData("089", 89)]
    [InlineData("1_000", 1000)]
    [InlineData("1e3", 1000)]
    [InlineData(".5", .5)]
    [InlineData("5.", 5)]
    [InlineData("-iNf", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("1h30m", 5400)]
    [InlineData("1y2w3d4h5m6s7ms", 31_536_000 + 1_209_600 + 259_200 + 14_400 + 300 + 6.007)]
    public void Numbers(string query, double value) =>
        Assert.Equal(value, Assert.IsType<NumberLiteral>(PromQlParser.Parse(query).Expression).Value);

    [Theory]
    [InlineData("\"a\\tb\\\"\"", "a\tb\"")]
    [InlineData("'\\x41\\102\\u263a\\U0001F642'", "AB☺🙂")]
    [InlineData("\"\\xe2\\x98\\xba\"", "☺")]
    [InlineData("`\\n`", "\\n")]
    public void Strings(string query, string value) =>
        Assert.Equal(value, Assert.IsType<StringLiteral>(PromQlParser.Parse(query).Expression).Value);

    [Fact]
    public void Bytes_that_are_not_text_are_kept() =>
        Assert.Equal("a\udcffb", Assert.IsType<StringLiteral>(PromQlParser.Parse("\"a\\xffb\"").Expression).Value);

    [Theory]
    [InlineData("rate(x)", 5, "expected type range vector in call to function \"rate\", got instant vector", "add a range: [5m]")]
    [InlineData("rate(sum(x))", 5, "expected type range vector in call to function \"rate\", got instant vector", "add a subquery: [1h:]")]
    [InlineData("abs(x[5m])", 4, "expected type instant vector in call to function \"abs\", got range vector", "wrap the range in a function such as rate() or max_over_time()")]
    [InlineData("abs(1)", 4, "expected type instant vector in call to function \"abs\", got scalar", "vector(…) makes a vector of a scalar")]
    [InlineData("abs()", 0, "expected 1 argument(s) in call to \"abs\", got 0", "abs(instant vector)")]
    [InlineData("round(a, 1, 2)", 0, "expected at most 2 argument(s) in call to \"round\", got 3", "round(instant vector, [scalar])")]
    [InlineData("ratte(x[5m])", 0, "unknown function with name \"ratte\"", "did you mean rate?")]
    [InlineData("holt_winters(x[5m], 1, 2)", 0, "unknown function with name \"holt_winters\"", "Prometheus 3 calls it double_exponential_smoothing, an experimental function")]
    [InlineData("1 == 1", 2, "comparisons between scalars must use BOOL modifier", "write == bool")]
    [InlineData("a and 1", 0, "set operator \"and\" not allowed in binary scalar expression", "vector(…) makes a vector of a scalar")]
    [InlineData("a + bool b", 2, "bool modifier can only be used on comparison operators", "")]
    [InlineData("a + on (x) group_left (x) b", 2, "label \"x\" must not occur in ON and GROUP clause at once", "")]
    [InlineData("sum(x[5m])", 4, "expected type instant vector in aggregation expression, got range vector", "wrap the range in a function such as rate() or max_over_time()")]
    [InlineData("topk(x)", 0, "wrong number of arguments for aggregate expression provided, expected 2, got 1", "topk(parameter, vector)")]
    [InlineData("{a=\"\"}", 0, "vector selector must contain at least one non-empty matcher", "it would select every series; name the metric")]
    [InlineData("foo{__name__=\"bar\"}", 4, "metric name must not be set twice: \"foo\" or \"bar\"", "")]
    [InlineData("foo{a=~\"(\"}", 7, "error parsing regexp: missing closing ): `(`", "Prometheus uses RE2 syntax, without look-around and back-references")]
    [InlineData("foo{a=~\"(?=x)\"}", 7, "error parsing regexp: invalid or unsupported Perl syntax: `(?=`", "Prometheus uses RE2 syntax, without look-around and back-references")]
    [InlineData("foo[5m] + 1", 0, "binary expression must contain only scalar and instant vector types", "wrap the range in a function such as rate() or max_over_time()")]
    [InlineData("(a + b)[5m]", 7, "ranges only allowed for vector selectors", "a range over an expression is a subquery: [5m:]")]
    [InlineData("foo offset 1m[5m]", 13, "no offset modifiers allowed before range", "write the offset after the brackets: metric[5m] offset 1h")]
    [InlineData("sum(a) offset 5m", 7, "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery", "move it directly behind the selector")]
    [InlineData("foo[0m]", 4, "duration must be greater than 0", "")]
    [InlineData("foo[1m1h]", 4, "not a valid duration string: \"1m1h\"", "units go from large to small, each at most once: 1h30m")]
    [InlineData("foo[5mm]", 4, "bad number or duration syntax: \"5mm\"", "durations look like 5m or 1h30m, units y w d h m s ms")]
    [InlineData("foo[$__interval]", 4, "unexpected character in duration expression: '$'", "a dashboard variable must be replaced before the query is parsed")]
    [InlineData("(a", 2, "unclosed left parenthesis", "add the missing ')'")]
    [InlineData("a)", 1, "unexpected right parenthesis ')'", "remove it, or add the '(' it belongs to")]
    [InlineData("a = b", 2, "unexpected \"=\"", "'equal' is ==")]
    [InlineData("a =~ \"b\"", 2, "unexpected character after '=': '~'", "=~ belongs inside braces: metric{label=~\"regex\"}")]
    [InlineData("a{b=c}", 4, "unexpected identifier \"c\" in label matching, expected string", "label values are strings: write them in quotes")]
    [InlineData("a{b=='c'}", 4, "unexpected \"=\" in label matching, expected string", "'equal' is a single = inside braces")]
    [InlineData("a +", 3, "unexpected end of input", "an expression is missing at the end")]
    [InlineData("a b", 2, "unexpected identifier \"b\"", "an operator is missing before it, or it is one too many")]
    [InlineData("sum by x (a)", 7, "unexpected identifier \"x\" in grouping opts, expected \"(\"", "")]
    [InlineData("\"abc", 0, "unterminated quoted string", "add the closing \"")]
    [InlineData("", 0, "no expression found in input", "")]
    public void Errors(string query, int offset, string message, string hint)
    {
        var error = PromQlParser.Parse(query).Errors[0];
        Assert.Equal((offset, message, hint), (error.Span.Offset, error.Message, error.Hint));
    }

    [Fact]
    public void Every_type_error_is_reported_with_its_line() => Assert.Equal(
        [
            "1:6: expected type range vector in call to function \"rate\", got instant vector (add a range: [5m])",
            "2:5: expected type instant vector in call to function \"abs\", got scalar (vector(…) makes a vector of a scalar)",
        ],
        PromQlParser.Parse("rate(x) +\nabs(1)").Errors.Select(error => error.Describe("rate(x) +\nabs(1)")));

    [Theory]
    [InlineData("first_over_time(x[5m])", "3.5", PromQlFeatures.None, "unknown function with name \"first_over_time\"")]
    [InlineData("first_over_time(x[5m])", "3.7", PromQlFeatures.None, "function \"first_over_time\" is not enabled")]
    [InlineData("first_over_time(x[5m])", "3.7", PromQlFeatures.ExperimentalFunctions, null)]
    [InlineData("first_over_time(x[5m])", "3.14", PromQlFeatures.None, null)]
    [InlineData("limitk(5, x)", "3.5", PromQlFeatures.None, "limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions")]
    [InlineData("limitk(5, x)", "3.5", PromQlFeatures.ExperimentalFunctions, null)]
    [InlineData("x[5m + 1m]", "3.5", PromQlFeatures.None, "experimental duration expression is not enabled")]
    [InlineData("x[5m + 1m]", "3.5", PromQlFeatures.DurationExpressions, null)]
    [InlineData("x[5m] smoothed", "3.14", PromQlFeatures.None, "smoothed modifier is experimental and not enabled")]
    [InlineData("x[5m] smoothed", "3.14", PromQlFeatures.ExtendedRangeSelectors, null)]
    [InlineData("a + fill (0) b", "3.14", PromQlFeatures.None, "binop fill modifiers are experimental and not enabled")]
    [InlineData("a + on (x) fill_left (0) fill_right (1) b", "3.14", PromQlFeatures.FillModifiers, null)]
    [InlineData("a </ 5", "3.5", PromQlFeatures.None, "operator </ needs Prometheus 3.11, the target is 3.5")]
    [InlineData("a </ 5", "3.11", PromQlFeatures.None, null)]
    [InlineData("x[5m x 1m]", "3.5", PromQlFeatures.None, null)]
    [InlineData("x[5m x 1m]", "3.6", PromQlFeatures.None, "unexpected character: 'x', expected ':'")]
    public void Versions_and_features(string query, string target, PromQlFeatures features, string? message)
    {
        var errors = PromQlParser.Parse(query, new(Version.Parse(target), features)).Errors;
        Assert.Equal(message, errors.Count == 0 ? null : errors[0].Message);
    }
}
