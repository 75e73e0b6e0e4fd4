using System.Collections.Immutable;

namespace TalosPlatform.Cost.Projection;

/// <summary>A straight line through points by ordinary least squares.</summary>
/// <param name="Intercept">Value at zero.</param>
/// <param name="Slope">Rise for each unit.</param>
/// <param name="Points">Number of points.</param>
/// <param name="ResidualDeviation">Standard deviation of the residuals, with two degrees of freedom spent on the line.</param>
/// <param name="Mean">Mean of the points' positions.</param>
/// <param name="Spread">Sum of the squared distances of the positions from their mean.</param>
public sealed record LinearFit(decimal Intercept, decimal Slope, int Points, decimal ResidualDeviation, decimal Mean, decimal Spread)
{
    // Student's t at 90% (two-sided 80%) by degrees of freedom.
    private static readonly ImmutableArray<decimal> Student = [3.078m, 1.886m, 1.638m, 1.533m, 1.476m, 1.440m, 1.415m, 1.397m, 1.383m, 1.372m];
    private const decimal StudentBeyond = 1.37m;

    /// <summary>Fits a line; null with fewer than three points or fewer than three different positions.</summary>
    public static LinearFit? Of(IReadOnlyCollection<(decimal X, decimal Y)> points)
    {
        if (points.Select(p => p.X).Distinct().Count() < 3)
            return null;
        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var spread = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / spread;
        var intercept = meanY - slope * meanX;
        var residual = points.Sum(p => (p.Y - intercept - slope * p.X) * (p.Y - intercept - slope * p.X));
        return new LinearFit(intercept, slope, points.Count, Root(residual / (points.Count - 2)), meanX, spread);
    }

    /// <summary>The line at a position, within the interval a new observation lies in with 80% probability.</summary>
    public Estimate At(decimal x)
    {
        var value = Intercept + Slope * x;
        var student = Points - 2 <= Student.Length ? Student[Points - 3] : StudentBeyond;
        var half = student * ResidualDeviation * Root(1 + 1m / Points + (x - Mean) * (x - Mean) / Spread);
        return new Estimate(value - half, value, value + half);
    }

    private static decimal Root(decimal value) => (decimal)Math.Sqrt((double)value);
}
