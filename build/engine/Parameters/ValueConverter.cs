using System.ComponentModel;
using System.Globalization;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.Parameters;

/// <summary>Turns text into the type of a parameter.</summary>
internal static class ValueConverter
{
    /// <summary>Converts one value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">Neither nullable nor an array.</param>
    /// <param name="baseDirectory">What relative paths are relative to.</param>
    /// <exception cref="FormatException">The text is no such value; the message ends a sentence that starts with the value.</exception>
    public static object Convert(string text, Type type, string baseDirectory)
    {
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return TryBoolean(text, out var flag) ? flag : throw new FormatException("is neither true nor false");
        if (type.IsEnum) return Enum.Parse(type, Choose(text, Enum.GetNames(type)));
        if (type == typeof(TimeSpan)) return Durations.Parse(text);
        if (type == typeof(AbsolutePath)) return FullPath(text, baseDirectory);
        return type.IsPrimitive || type == typeof(decimal) ? Number(text, type) : WithTypeConverter(text, type);
    }

    public static bool TryBoolean(string text, out bool value)
    {
        value = text.ToUpperInvariant() is "TRUE" or "1" or "YES" or "ON";
        return value || text.ToUpperInvariant() is "FALSE" or "0" or "NO" or "OFF";
    }

    /// <summary>What the type is called in messages and in help.</summary>
    public static string Describe(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(bool) ? "true|false"
        : type == typeof(TimeSpan) ? "duration"
        : type == typeof(AbsolutePath) ? "path"
        : type == typeof(float) || type == typeof(double) || type == typeof(decimal) ? "number"
        : type.IsPrimitive && type != typeof(char) ? "integer"
        : type.IsEnum ? string.Join('|', Enum.GetNames(type))
        : type.Name.ToLowerInvariant();

    /// <summary>The one of <paramref name="valid"/> that is meant: case and dashes do not count.</summary>
    /// <exception cref="FormatException">None is.</exception>
    public static string Choose(string text, IReadOnlyList<string> valid)
    {
        if (valid.Contains(text)) return text;
        var key = ParameterNames.Key(text);
        return valid.FirstOrDefault(x => ParameterNames.Key(x) == key) ?? throw new FormatException(NoneOf(text, valid));
    }

    /// <summary>Ends a sentence about a value that is not in a closed list.</summary>
    private static string NoneOf(string text, IReadOnlyList<string> valid)
    {
        var nearest = NearestName.Find(text, valid);
        return $"is none of {string.Join(", ", valid)}" + (nearest is null ? "" : $"; did you mean '{nearest}'?");
    }

    private static AbsolutePath FullPath(string text, string baseDirectory)
    {
        if (text.Length == 0) throw new FormatException("is no path");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var expanded = text == "~" || text.StartsWith("~/", StringComparison.Ordinal) ? home + text[1..] : text;
        try
        {
            return AbsolutePath.Create(Path.GetFullPath(expanded, baseDirectory));
        }
        catch (ArgumentException)
        {
            throw new FormatException("is no path");
        }
    }

    private static object Number(string text, Type type)
    {
        try
        {
            // Without this the comma of "1,5" would be taken for a separator of thousands.
            if (type == typeof(decimal)) return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (type == typeof(double)) return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (type == typeof(float)) return float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return System.Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            throw new FormatException($"is outside of {type.GetField("MinValue")?.GetValue(null)} to {type.GetField("MaxValue")?.GetValue(null)}");
        }
        catch (FormatException)
        {
            throw new FormatException(type == typeof(char) ? "is not one character" : $"is no {Describe(type)}");
        }
    }

    private static object WithTypeConverter(string text, Type type)
    {
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
            throw new BuildDefinitionException($"Type {type.Name} cannot be a parameter: it has no TypeConverter from string.");
        try
        {
            return converter.ConvertFromInvariantString(text) ?? throw new FormatException($"is no {Describe(type)}");
        }
        catch (Exception exception) when (exception is not BuildDefinitionException)
        {
            var reason = (exception.InnerException ?? exception).Message;
            throw new FormatException($"is no {Describe(type)} ({reason.TrimEnd('.')})", exception);
        }
    }
}
