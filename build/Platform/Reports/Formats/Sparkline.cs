namespace TalosPlatform.Reports.Formats;

/// <summary>A line of block characters that shows the shape of a series in text.</summary>
public static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>The shape of the values in at most <paramref name="width"/> characters: the mean of each bucket between the smallest and the
    /// largest; a space where a bucket has no finite value; a flat line is drawn low when it is zero, else in the middle.</summary>
    public static string Render(IReadOnlyList<double?> values, int width = 20)
    {
        var count = Math.Min(width, values.Count);
        if (count <= 0)
            return "";
        var means = new double?[count];
        for (var bucket = 0; bucket < count; bucket++)
        {
            var from = (int)((long)bucket * values.Count / count);
            var to = (int)((long)(bucket + 1) * values.Count / count);
            var (sum, seen) = (0.0, 0);
            for (var i = from; i < to; i++)
            {
                if (values[i] is { } value && double.IsFinite(value))
                    (sum, seen) = (sum + value, seen + 1);
            }

            means[bucket] = seen > 0 && double.IsFinite(sum) ? sum / seen : null;
        }

        if (!means.Any(m => m is not null))
            return "";
        var (min, max) = (means.Min()!.Value, means.Max()!.Value);
        return string.Create(count, (means, min, max), static (text, state) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = state.means[i] is { } mean ? Block(mean, state.min, state.max) : ' ';
        });
    }

    private static char Block(double value, double min, double max)
    {
        if (max - min <= Math.Max(Math.Abs(min), Math.Abs(max)) * 1e-9)
            return max == 0 ? Blocks[0] : Blocks[3];
        // Halving first keeps the difference finite for ranges wider than a double can hold.
        var share = (value / 2 - min / 2) / (max / 2 - min / 2);
        return Blocks[Math.Clamp((int)(share * Blocks.Length), 0, Blocks.Length - 1)];
    }
}
