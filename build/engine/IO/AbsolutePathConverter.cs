using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>Converts text to <see cref="AbsolutePath"/>; relative paths are taken from the current folder.</summary>
internal sealed class AbsolutePathConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    /// <inheritdoc/>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? AbsolutePath.Create(Path.GetFullPath(text)) : base.ConvertFrom(context, culture, value);
}
