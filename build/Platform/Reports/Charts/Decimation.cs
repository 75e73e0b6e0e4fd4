namespace TalosPlatform.Reports.Charts;

/// <summary>Reduces a series to what a chart can show without losing its peaks.</summary>
internal static class Decimation
{
    /// <summary>Keeps the smallest and the largest value of each of <c>maxPoints / 2</c> equal slices, in their order, and a slice's gap when it has nothing else.</summary>
    internal static (double[] Times, double[] Values) Reduce(double[] times, double[] values, int maxPoints)
    {
        var slices = Math.Max(1, maxPoints / 2);
        if (times.Length <= Math.Max(2, maxPoints))
            return (times, values);
        var x = new List<double>(slices * 2);
        var y = new List<double>(slices * 2);
        for (var slice = 0; slice < slices; slice++)
        {
            var from = (int)((long)slice * times.Length / slices);
            var to = (int)((long)(slice + 1) * times.Length / slices);
            var (low, high) = (-1, -1);
            for (var i = from; i < to; i++)
            {
                if (double.IsNaN(values[i]))
                    continue;
                low = low < 0 || values[i] < values[low] ? i : low;
                high = high < 0 || values[i] > values[high] ? i : high;
            }

            foreach (var i in low < 0 ? [from] : low == high ? [low] : low < high ? new[] { low, high } : [high, low])
            {
                x.Add(times[i]);
                y.Add(values[i]);
            }
        }

        return ([.. x], [.. y]);
    }
}
