using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TalosPlatform.Reports.Html;

namespace TalosPlatform.Reports.Markdown;

/// <summary>Builds Markdown from interpolated strings: the literal parts are Markdown, every hole is escaped by <see cref="MarkdownText"/> unless it is <see cref="Markup"/>.</summary>
internal sealed class MarkdownBuilder
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a line of Markdown with escaped holes.</summary>
    internal MarkdownBuilder Line([InterpolatedStringHandlerArgument("")] ref Handler markdown)
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>Adds an empty line.</summary>
    internal MarkdownBuilder Line()
    {
        _text.Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A name or path as code, ready for a hole.</summary>
    internal static Markup Code(string? text) => new(MarkdownText.Code(text));

    /// <summary>A short value, such as one with its unit, which a narrow cell must not break; ready for a hole.</summary>
    internal static Markup Value(string? text) => new(MarkdownText.Escape(text).Replace(' ', '\u00A0'));

    /// <summary>Receives the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly StringBuilder _target;

        public Handler(int literalLength, int formattedCount, MarkdownBuilder builder)
        {
            _target = builder._text;
            _target.EnsureCapacity(_target.Length + literalLength + formattedCount * 16);
        }

        public void AppendLiteral(string literal) => _target.Append(literal);

        public void AppendFormatted(string? value) => _target.Append(MarkdownText.Escape(value));

        public void AppendFormatted(Markup value) => _target.Append(value.Text);

        public void AppendFormatted(int value) => _target.Append(value.ToString("#,0", CultureInfo.InvariantCulture));
    }
}
