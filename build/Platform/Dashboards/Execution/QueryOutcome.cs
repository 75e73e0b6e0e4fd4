using System.Collections.Immutable;
using TalosPlatform.Queries;

namespace TalosPlatform.Dashboards.Execution;

/// <summary>What became of a query.</summary>
internal enum OutcomeKind
{
    Ok,

    /// <summary>Data, and every value is 0.</summary>
    AllZero,

    /// <summary>Series, and no value is a number.</summary>
    NanOnly,

    Empty,
    ParseError,
    TypeError,
    ManyToMany,
    TooCostly,
    Timeout,
    Unavailable,
    Failed,
    Skipped,
}

/// <summary>What became of a query, with what the server said and a digest of the data.</summary>
internal sealed record QueryOutcome(OutcomeKind Kind, string Message)
{
    public ResultDigest Digest { get; init; } = ResultDigest.None;

    public bool HasData => Kind is OutcomeKind.Ok or OutcomeKind.AllZero;

    public bool IsEmpty => Kind is OutcomeKind.Empty or OutcomeKind.NanOnly;

    public bool IsFailed => Kind is OutcomeKind.ParseError or OutcomeKind.TypeError or OutcomeKind.ManyToMany or OutcomeKind.TooCostly
        or OutcomeKind.Timeout or OutcomeKind.Unavailable or OutcomeKind.Failed;

    /// <summary>Judges an answer.</summary>
    public static QueryOutcome Of(QueryResult result, PlannedQuery query)
    {
        var digest = ResultDigest.Of(result, query);
        var samples = result.Series.SelectMany(s => s.Samples).Select(s => s.Value);
        var (any, number, nonZero) = (false, false, false);
        foreach (var value in samples)
        {
            any = true;
            number |= !double.IsNaN(value);
            nonZero |= value != 0 && !double.IsNaN(value);
        }

        var kind = !any && result.Type != "string" ? OutcomeKind.Empty
            : result.Type == "string" ? OutcomeKind.Ok
            : !number ? OutcomeKind.NanOnly
            : nonZero ? OutcomeKind.Ok : OutcomeKind.AllZero;
        return new QueryOutcome(kind, "") { Digest = digest };
    }

    /// <summary>Judges a failure by what the server said.</summary>
    public static QueryOutcome Of(QueryException error)
    {
        bool Says(params string[] phrases) => phrases.Any(p => error.What.Contains(p, StringComparison.OrdinalIgnoreCase));
        var kind = error.Failure switch
        {
            _ when Says("exceeded maximum resolution", "too many samples", "timed out in expression", "query timed out", "limit of series", "max_query") => OutcomeKind.TooCostly,
            QueryFailure.Invalid when Says("expected type", "invalid expression type", "must contain only", "only defined", "expected scalar", "not allowed in") => OutcomeKind.TypeError,
            QueryFailure.Invalid => OutcomeKind.ParseError,
            QueryFailure.Execution when Says("many-to-many", "multiple matches for labels", "found duplicate series", "grouping labels must ensure unique") => OutcomeKind.ManyToMany,
            QueryFailure.Execution => OutcomeKind.Failed,
            QueryFailure.Timeout => OutcomeKind.Timeout,
            _ => OutcomeKind.Unavailable,
        };
        return new QueryOutcome(kind, error.What);
    }
}

/// <summary>The part of an answer that charts need: a bounded number of series with a bounded number of points.</summary>
/// <param name="Type">Prometheus' result type, or <c>streams</c> and <c>traces</c>.</param>
/// <param name="SeriesCount">Series in the answer, those left out included.</param>
/// <param name="Series">The kept series.</param>
/// <param name="Notes">Warnings and notes of the server.</param>
internal sealed record ResultDigest(string Type, int SeriesCount, ImmutableArray<SeriesDigest> Series, ImmutableArray<string> Notes)
{
    public const int MaxSeries = 12;
    private const int MaxPoints = 120;

    public static readonly ResultDigest None = new("", 0, [], []);

    public static ResultDigest Of(QueryResult result, PlannedQuery query)
    {
        // The largest series carry the picture; the rest are counted.
        var kept = result.Series.Length <= MaxSeries ? result.Series
            : [.. result.Series.OrderByDescending(s => s.Samples.Where(p => double.IsFinite(p.Value)).Select(p => Math.Abs(p.Value)).DefaultIfEmpty(-1).Max()).Take(MaxSeries)];
        return new ResultDigest(result.Type, result.Series.Length, [.. kept.Select(s => SeriesDigest.Of(s, query, MaxPoints))], [.. result.Warnings, .. result.Infos]);
    }
}

/// <summary>A series thinned out to a grid of equal steps.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Points">Time in Unix seconds and value; null where there is no number.</param>
/// <param name="Statistics">Computed from every sample, before thinning out.</param>
internal sealed record SeriesDigest(ImmutableSortedDictionary<string, string> Labels, ImmutableArray<(double Time, double? Value)> Points, SeriesStatistics Statistics)
{
    public static SeriesDigest Of(Series series, PlannedQuery query, int maxPoints)
    {
        var statistics = SeriesStatistics.Of(series.Samples);
        if (query.Instant || series.Samples.Length <= 1)
            return new SeriesDigest(series.Labels, [.. series.Samples.Select(s => (s.Time, Finite(s.Value)))], statistics);

        var start = query.Start.ToUnixTimeMilliseconds() / 1000.0;
        var total = (query.End - query.Start).TotalSeconds;
        var points = Math.Max(1, (int)Math.Floor(total / query.Step.TotalSeconds) + 1);
        var factor = (points + maxPoints - 1) / maxPoints;
        var step = query.Step.TotalSeconds * factor;
        var grid = new double?[(points + factor - 1) / factor];
        foreach (var sample in series.Samples)
        {
            var slot = (int)Math.Round((sample.Time - start) / query.Step.TotalSeconds) / factor;
            if (slot >= 0 && slot < grid.Length)
                grid[slot] = Finite(sample.Value);
        }

        return new SeriesDigest(series.Labels, [.. grid.Select((value, i) => (start + i * step, value))], statistics);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>What the reducers of stat, gauge and table panels need; null when no value is a number.</summary>
internal sealed record SeriesStatistics(double? First, double? Last, double? Min, double? Max, double? Mean, double Sum, int Count, double LastTime)
{
    public static SeriesStatistics Of(ImmutableArray<Sample> samples)
    {
        double? first = null, last = null, min = null, max = null;
        var (sum, count, time) = (0.0, 0, samples.Length > 0 ? samples[^1].Time : 0);
        foreach (var (at, value) in samples)
        {
            if (!double.IsFinite(value))
                continue;
            first ??= value;
            (last, time) = (value, at);
            min = min is null ? value : Math.Min(min.Value, value);
            max = max is null ? value : Math.Max(max.Value, value);
            sum += value;
            count++;
        }

        return new SeriesStatistics(first, last, min, max, count > 0 ? sum / count : null, sum, count, time);
    }

    /// <summary>The value of one of Grafana's calculations (https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/calculation-types/).</summary>
    public double? Reduce(string calculation) => calculation switch
    {
        "first" or "firstNotNull" => First,
        "min" => Min,
        "max" => Max,
        "mean" or "avg" => Mean,
        "sum" or "total" => Count > 0 ? Sum : null,
        "count" => Count,
        "range" => Max - Min,
        "delta" or "diff" => Last - First,
        _ => Last,
    };
}
