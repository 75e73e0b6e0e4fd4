namespace TalosPlatform.Reports.Html;

/// <summary>Text that is markup already and must not be escaped again.</summary>
internal readonly record struct Markup(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
