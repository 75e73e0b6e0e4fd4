using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Queries.PromQl.Lint;

/// <summary>Follows labels through an expression. Every node is looked at once.</summary>
internal sealed class LabelFlow
{
    private readonly Dictionary<PromQlExpression, LabelSet> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The labels the series of the expression can have; meaningless for scalars and strings.</summary>
    public LabelSet Of(PromQlExpression expression)
    {
        if (_known.TryGetValue(expression, out var labels))
            return labels;
        labels = expression switch
        {
            VectorSelector selector => OfSelector(selector),
            MatrixSelector matrix => Of(matrix.Vector),
            SubqueryExpression subquery => Of(subquery.Inner),
            ParenExpression paren => Of(paren.Inner),
            UnaryExpression unary => Of(unary.Operand),
            AggregateExpression aggregate => OfAggregate(aggregate),
            CallExpression call => OfCall(call),
            BinaryExpression binary => OfBinary(binary),
            _ => LabelSet.Only([], expression),
        };
        _known.Add(expression, labels);
        return labels;
    }

    private static LabelSet OfSelector(VectorSelector selector)
    {
        var labels = LabelSet.Anything;
        foreach (var matcher in selector.Matchers)
        {
            // A dashboard variable may become anything, even nothing.
            if (matcher.Name == LabelMatcher.MetricName || HasVariable(matcher.Value))
                continue;
            if (matcher is { Operator: MatchOperator.Equal, Value.Length: 0 })
                labels = labels.Without(matcher.Name, selector);
            else if (matcher.Operator == MatchOperator.Equal)
                labels = labels.WithKnown(matcher.Name, matcher.Value);
            else if (!matcher.MatchesEmpty() && !labels.Known.ContainsKey(matcher.Name))
                labels = labels.WithKnown(matcher.Name, null);
        }

        return labels;
    }

    private static bool HasVariable(string value)
    {
        var dollar = value.IndexOf('$', StringComparison.Ordinal);
        return (dollar >= 0 && dollar + 1 < value.Length && (char.IsLetter(value[dollar + 1]) || value[dollar + 1] is '_' or '{'))
            || value.Contains("[[", StringComparison.Ordinal);
    }

    private LabelSet OfAggregate(AggregateExpression aggregate)
    {
        var labels = Of(aggregate.Operand);
        if (aggregate.Operator.KeepsSeries())
            return labels;
        if (aggregate.Grouping is not { Without: true } grouping)
            labels = labels.Keep(aggregate.Grouping?.Labels ?? [], aggregate);
        else
            labels = grouping.Labels.Aggregate(labels, (rest, label) => rest.Without(label, aggregate));
        return aggregate is { Operator: AggregateOperator.CountValues, Parameter: { } parameter } && parameter.Unwrap() is StringLiteral label
            ? labels.WithKnown(label.Value, null)
            : labels;
    }

    private LabelSet OfCall(CallExpression call)
    {
        var name = call.Function.Name;
        var vector = call.Arguments.FirstOrDefault(a => a.Type is PromQlType.InstantVector or PromQlType.RangeVector);
        if (vector is null)
            return LabelSet.Only([], call);
        var labels = Of(vector);
        return name switch
        {
            "label_replace" or "label_join" or "histogram_quantiles" => call.Arguments[1].Unwrap() is StringLiteral target
                ? labels.With(target.Value)
                : LabelSet.Anything,
            "absent" or "absent_over_time" => OfAbsent(call, labels),
            "histogram_quantile" or "histogram_fraction" => labels.Without("le", call),
            "info" => LabelSet.Anything,
            _ => labels,
        };
    }

    /// <summary>absent() has the labels whose values the selector fixes.</summary>
    private static LabelSet OfAbsent(CallExpression call, LabelSet labels)
    {
        var fixedValues = call.Arguments[0].Unwrap() is VectorSelector or MatrixSelector
            ? labels.Known.Where(known => known.Value is not null)
            : [];
        return fixedValues.Aggregate(LabelSet.Only([], call), (set, known) => set.WithKnown(known.Key, known.Value));
    }

    private LabelSet OfBinary(BinaryExpression binary)
    {
        if (binary.Left.Type == PromQlType.Scalar)
            return Of(binary.Right);
        var left = Of(binary.Left);
        if (binary.Right.Type == PromQlType.Scalar || binary.Operator is BinaryOperator.And or BinaryOperator.Unless)
            return left;
        var right = Of(binary.Right);
        if (binary.Operator == BinaryOperator.Or)
            return left.Or(right);
        var matching = binary.Matching;
        switch (matching?.Group ?? MatchGroup.None)
        {
            case MatchGroup.Left:
                return Include(left, right, matching!.Include, binary);
            case MatchGroup.Right:
                return Include(right, left, matching!.Include, binary);
        }

        if (matching is null)
            return left;
        return matching.On
            ? left.Keep(matching.Labels.Where(right.CanHave).ToList(), binary)
            : matching.Labels.Aggregate(left, (rest, label) => rest.Without(label, binary));
    }

    private static LabelSet Include(LabelSet many, LabelSet one, IReadOnlyList<string> labels, BinaryExpression binary)
    {
        foreach (var label in labels)
            many = one.CanHave(label) ? many.With(label) : many.Without(label, binary);
        return many;
    }
}
