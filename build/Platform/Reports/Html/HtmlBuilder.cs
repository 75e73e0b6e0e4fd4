using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace TalosPlatform.Reports.Html;

/// <summary>Builds HTML from interpolated strings: the literal parts are markup, every hole is escaped unless it is <see cref="Markup"/>.
/// There is no other way to add text, so nothing from a document can become markup.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _text = new(64 * 1024);

    /// <summary>Adds markup with escaped holes.</summary>
    internal HtmlBuilder Add([InterpolatedStringHandlerArgument("")] ref Handler markup) => this;

    /// <summary>Ends a line, to keep the page's source readable where a browser ignores it.</summary>
    internal HtmlBuilder Line()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>The markup so far.</summary>
    internal Markup ToMarkup() => new(_text.ToString());

    /// <summary>Writes the document out as UTF-8-safe text.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Text as HTML text or as the value of a quoted attribute.</summary>
    internal static string Escape(string? text)
    {
        text = SafeText.Clean(text, int.MaxValue - 1);
        if (text.AsSpan().IndexOfAny("&<>\"'") < 0)
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Receives the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly StringBuilder _target;

        public Handler(int literalLength, int formattedCount, HtmlBuilder builder)
        {
            _target = builder._text;
            _target.EnsureCapacity(_target.Length + literalLength + formattedCount * 16);
        }

        public void AppendLiteral(string literal) => _target.Append(literal);

        public void AppendFormatted(string? value) => _target.Append(Escape(value));

        public void AppendFormatted(Markup value) => _target.Append(value.Text);

        public void AppendFormatted(int value) => _target.Append(CultureInfo.InvariantCulture, $"{value}");

        public void AppendFormatted(double value) => _target.Append(value.ToString("0.##", CultureInfo.InvariantCulture));
    }
}
