using System.Globalization;
using System.Text;

namespace TalosPlatform.Reports.Charts;

/// <summary>Paths in a square of 1000 by 1000 units that the page stretches to the size of the plot; whole numbers and relative steps keep them short.</summary>
internal static class SvgPath
{
    /// <summary>Side of the square.</summary>
    internal const int Size = 1000;

    /// <summary>A line through the points; NaN makes a gap, a point alone becomes a dot.</summary>
    internal static string Line(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var path = new StringBuilder(x.Count * 7);
        AddLine(path, x, y);
        return path.ToString();
    }

    /// <summary>The area between two lines; a gap in the upper one splits it.</summary>
    internal static string Area(IReadOnlyList<double> x, IReadOnlyList<double> upper, IReadOnlyList<double> lower)
    {
        var path = new StringBuilder(x.Count * 14);
        for (var from = 0; from < x.Count;)
        {
            if (double.IsNaN(upper[from]))
            {
                from++;
                continue;
            }

            var to = from;
            while (to < x.Count && !double.IsNaN(upper[to]))
                to++;
            var xs = Enumerable.Range(from, to - from).Select(i => x[i]).Concat(Enumerable.Range(from, to - from).Reverse().Select(i => x[i])).ToArray();
            var ys = Enumerable.Range(from, to - from).Select(i => upper[i]).Concat(Enumerable.Range(from, to - from).Reverse().Select(i => lower[i])).ToArray();
            AddLine(path, xs, ys);
            path.Append('z');
            from = to;
        }

        return path.ToString();
    }

    /// <summary>The area between a line and a level, 0 at the bottom and 1 at the top.</summary>
    internal static string Area(IReadOnlyList<double> x, IReadOnlyList<double> upper, double floor)
    {
        var path = new StringBuilder(x.Count * 8);
        var level = Size - (int)Math.Round(floor * Size);
        for (var from = 0; from < x.Count;)
        {
            if (double.IsNaN(upper[from]))
            {
                from++;
                continue;
            }

            var to = from;
            while (to < x.Count && !double.IsNaN(upper[to]))
                to++;
            AddLine(path, [.. x.Skip(from).Take(to - from)], [.. upper.Skip(from).Take(to - from)]);
            path.Append(CultureInfo.InvariantCulture, $"V{level}H{(int)Math.Round(x[from] * Size)}z");
            from = to;
        }

        return path.ToString();
    }

    private static void AddLine(StringBuilder path, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (lastX, lastY, drawing, length) = (0, 0, false, 0);
        for (var i = 0; i < x.Count; i++)
        {
            if (double.IsNaN(y[i]))
            {
                EndRun(path, drawing, length);
                drawing = false;
                continue;
            }

            var (px, py) = ((int)Math.Round(x[i] * Size), Size - (int)Math.Round(y[i] * Size));
            if (!drawing)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{px} {py}");
                (drawing, length) = (true, 0);
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"l{px - lastX}{(py < lastY ? "" : " ")}{py - lastY}");
                length++;
            }

            (lastX, lastY) = (px, py);
        }

        EndRun(path, drawing, length);
    }

    // A zero-length line with round caps is a dot.
    private static void EndRun(StringBuilder path, bool drawing, int length)
    {
        if (drawing && length == 0)
            path.Append("h0");
    }
}
