using CsCheck;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Tests.Queries.PromQl;

/// <summary>Well-typed random expressions of Prometheus 3.5 without feature flags, built as trees.</summary>
internal static class QueryGenerator
{
    private static readonly Gen<string> Word = Pick("foo", "bar", "up", "http_requests_total", "job:x:rate5m", "sum", "offset", "by", "and", "start");

    private static readonly Gen<string> Label = Pick("job", "le", "instance", "on", "bool", "a b", "größe", "without", "inf", "__x");

    private static readonly Gen<string> Text = Gen.OneOf(
        Pick("", "x", "a|b", ".+", "5..", "\udc80\udcff", "\"q\" \\ \n", "☺🙂"),
        Gen.String[Gen.Char[' ', '~'], 0, 8]);

    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Int[-20, 1000].Select(i => (double)i),
        Gen.Double[-1e6, 1e6],
        Pick(0.0, 0.5, 1e-9, 1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN));

    private static readonly Gen<DurationNode> Duration = Gen.OneOf(
        Gen.Int[1, 100_000].Select(s => (double)s), Gen.Int[1, 1_000_000].Select(ms => ms / 1000.0), Pick(31536000.0, 604800, 1.5))
        .Select(seconds => (DurationNode)new DurationLiteral(seconds, default));

    private static readonly Gen<DurationNode?> Offset = Gen.Select(Duration, Gen.Int[0, 5], (duration, kind) => kind switch
    {
        0 => duration,
        1 => new DurationLiteral(-((DurationLiteral)duration).Value, default),
        _ => null,
    });

    private static readonly Gen<AtModifier?> At = Gen.Select(Gen.Int[0, 8], Gen.Int[-5, 2_000_000_000], (kind, time) => kind switch
    {
        0 => new AtModifier(AtAnchor.Start, 0),
        1 => new AtModifier(AtAnchor.End, 0),
        2 => new AtModifier(AtAnchor.Timestamp, time / 8.0),
        _ => null,
    });

    private static readonly Gen<TimeModifiers> Modifiers =
        Gen.Select(Offset, At, (offset, at) => new TimeModifiers(offset, at, RangeBoundary.Default));

    private static readonly Gen<LabelMatcher> Matcher = Gen.Select(Label, Gen.Enum<MatchOperator>(), Text, (name, op, value) =>
        new LabelMatcher(name, op, op is MatchOperator.Regex or MatchOperator.NotRegex ? Escape(value) : value, default));

    private static readonly Gen<VectorSelector> Selector = Gen.Select(Word, Matcher.List[0, 3], Gen.Bool, (name, matchers, inside) => inside
        ? new VectorSelector(null, [.. matchers, new(LabelMatcher.MetricName, MatchOperator.Equal, name, default)], TimeModifiers.None, default)
        : new VectorSelector(name, matchers, TimeModifiers.None, default));

    private static readonly Gen<List<string>> Labels = Label.List[0, 3];

    private static readonly Gen<VectorMatching?> Matching = Gen.Select(Gen.Bool, Labels, Gen.Enum<MatchGroup>(), Labels, Gen.Int[0, 2], (on, labels, group, include, kind) =>
        kind == 0 ? null : new VectorMatching(on, labels, group, group == MatchGroup.None ? [] : include.Except(labels).ToList(), null, null));

    /// <summary>Expressions of every type that a rule may have.</summary>
    public static Gen<PromQlExpression> Expression { get; } = Gen.Int[0, 3].SelectMany(depth => Gen.Frequency((1, Scalar(depth)), (4, Vector(depth))));

    private static Gen<PromQlExpression> Scalar(int depth)
    {
        var leaf = Gen.OneOf(
            Number.Select(value => (PromQlExpression)new NumberLiteral(value, false, default)),
            Pick(60.0, 5400, 0.25, -300).Select(value => (PromQlExpression)new NumberLiteral(value, true, default)),
            Gen.Const(Call("time")));
        if (depth <= 0)
            return leaf;
        return Gen.OneOf(
            leaf,
            Vector(depth - 1).Select(vector => Call("scalar", vector)),
            Scalar(depth - 1).Select(inner => (PromQlExpression)new ParenExpression(inner, default)),
            Gen.Select(Gen.Bool, Scalar(depth - 1), Sign),
            Gen.Select(Gen.Int[0, 12], Scalar(depth - 1), Scalar(depth - 1), (op, left, right) => Binary((BinaryOperator)op, left, right, null)));
    }

    private static Gen<PromQlExpression> Range(int depth)
    {
        var matrix = Gen.Select(Selector, Duration, Modifiers, (selector, range, modifiers) =>
            (PromQlExpression)new MatrixSelector(selector with { Modifiers = modifiers }, range, default));
        return depth <= 0
            ? matrix
            : Gen.OneOf(matrix, Gen.Select(Vector(depth - 1), Duration, Duration, Gen.Bool, Modifiers, (inner, range, step, hasStep, modifiers) =>
                (PromQlExpression)new SubqueryExpression(inner, range, hasStep ? step : null, ':', modifiers, default)));
    }

    private static Gen<PromQlExpression> Vector(int depth)
    {
        var leaf = Gen.Select(Selector, Modifiers, (selector, modifiers) => (PromQlExpression)(selector with { Modifiers = modifiers }));
        if (depth <= 0)
            return leaf;
        return Gen.OneOf(
            leaf,
            Gen.Select(Pick("rate", "increase", "max_over_time", "last_over_time"), Range(depth - 1), (name, range) => Call(name, range)),
            Gen.Select(Pick("abs", "absent", "hour", "sort_desc", "round"), Vector(depth - 1), (name, vector) => Call(name, vector)),
            Gen.Select(Scalar(depth - 1), Vector(depth - 1), (quantile, vector) => Call("histogram_quantile", quantile, vector)),
            Gen.Select(Vector(depth - 1), Text, (vector, text) => Call("label_join", vector, Quote("dst"), Quote(text), Quote("src"))),
            Vector(depth - 1).Select(inner => (PromQlExpression)new ParenExpression(inner, default)),
            Gen.Select(Gen.Bool, Vector(depth - 1), Sign),
            Gen.Select(Gen.Int[0, 11], Gen.Bool, Gen.Bool, Labels, Scalar(depth - 1), Vector(depth - 1), Aggregate),
            Gen.Select(Gen.Int[0, 15], Vector(depth - 1), Vector(depth - 1), Matching, (op, left, right, matching) => Binary((BinaryOperator)op, left, right, matching)),
            Gen.Select(Gen.Int[0, 12], Vector(depth - 1), Scalar(depth - 1), (op, left, right) => Binary((BinaryOperator)op, left, right, null)));
    }

    private static AggregateExpression Aggregate(int op, bool grouped, bool without, List<string> labels, PromQlExpression parameter, PromQlExpression operand)
    {
        var kind = (AggregateOperator)op;
        var first = kind == AggregateOperator.CountValues ? Quote("value") : parameter;
        return new AggregateExpression(kind, grouped ? new(without, labels) : null, kind.HasParameter() ? first : null, operand, default);
    }

    private static BinaryExpression Binary(BinaryOperator op, PromQlExpression left, PromQlExpression right, VectorMatching? matching)
    {
        var scalars = left.Type == PromQlType.Scalar && right.Type == PromQlType.Scalar;
        if (op.IsSetOperator() && matching is not null)
            matching = matching with { Group = MatchGroup.None, Include = [] };
        return new BinaryExpression(op, left, right, scalars && op.IsComparison(), matching, default, default);
    }

    private static UnaryExpression Sign(bool negative, PromQlExpression operand) =>
        new UnaryExpression(negative, operand is NumberLiteral ? new ParenExpression(operand, default) : operand, default);

    private static CallExpression Call(string name, params PromQlExpression[] arguments) =>
        new CallExpression(PromQlFunctions.All[name], arguments, default);

    private static StringLiteral Quote(string text) => new StringLiteral(text, default);

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Escape(string value) => string.Concat(value.Select(c => char.IsLetterOrDigit(c) || c is '|' or ' ' ? $"{c}" : "."));
}
