using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TalosPlatform.Reports.Charts;

/// <summary>The values of line charts as compact JSON, already in the scale of their axis, so that the script in the page only places and prints them.
/// A chart: <c>y</c> range of the axis, <c>p</c> and <c>u</c> text around a number, <c>t</c> unix seconds, each but the first as the difference to the one before (or start, step and count in <c>r</c>),
/// <c>s</c> series of name, colour and values; a series with its own times has them as a fourth element.</summary>
internal sealed class HoverData
{
    private readonly StringBuilder _json = new("[");
    private int _count;

    /// <summary>Adds a chart and gives its number.</summary>
    internal int Add(ValueAxis axis, IReadOnlyList<PlotSeries> series)
    {
        if (_count > 0)
            _json.Append(',');
        var times = series[0].Times;
        _json.Append("{\"y\":[").Append(Number(axis.Low * axis.Scale.Factor)).Append(',').Append(Number(axis.High * axis.Scale.Factor))
            .Append("],\"p\":").Append(Text(axis.Scale.Prefix)).Append(",\"u\":").Append(Text(axis.Scale.Suffix)).Append(',');
        AddTimes(times);
        _json.Append(",\"s\":[");
        for (var i = 0; i < series.Count; i++)
        {
            if (i > 0)
                _json.Append(',');
            _json.Append('[').Append(Text(series[i].Name)).Append(',').Append(Palette.Index(i)).Append(',');
            AddList(series[i].Values, axis.Scale.Factor);
            if (!series[i].Times.AsSpan().SequenceEqual(times))
            {
                _json.Append(',');
                AddDifferences(series[i].Times);
            }

            _json.Append(']');
        }

        _json.Append("]}");
        return _count++;
    }

    /// <summary>The JSON text, safe inside a script element.</summary>
    internal string ToJson() => _json + "]";

    private void AddTimes(double[] times)
    {
        var step = times.Length > 1 ? times[1] - times[0] : 0;
        var regular = times.Length > 2;
        for (var i = 2; regular && i < times.Length; i++)
            regular = Math.Abs(times[i] - times[i - 1] - step) < 1e-6;
        if (regular)
        {
            _json.Append(CultureInfo.InvariantCulture, $"\"r\":[{times[0]},{step},{times.Length}]");
            return;
        }

        _json.Append("\"t\":");
        AddDifferences(times);
    }

    private void AddDifferences(double[] times)
    {
        for (var i = 0; i < times.Length; i++)
            _json.Append(i == 0 ? '[' : ',').Append((i == 0 ? times[i] : times[i] - times[i - 1]).ToString(i == 0 ? "R" : "0.###", CultureInfo.InvariantCulture));
        _json.Append(']');
    }

    private void AddList(double[] values, double factor)
    {
        _json.Append('[');
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                _json.Append(',');
            _json.Append(Number(values[i] * factor));
        }

        _json.Append(']');
    }

    // Four significant digits are what a tooltip shows; whole numbers keep all of theirs.
    private static string Number(double value) =>
        !double.IsFinite(value) ? "null"
        : Math.Abs(value) >= 1000 ? value.ToString(Math.Abs(value) < 1e15 ? "0.#" : "R", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    // JsonEncodedText also escapes <, > and &, so no text can close the script element.
    private static string Text(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";
}
