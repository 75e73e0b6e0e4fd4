using System.Globalization;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Fluent additions to dictionaries.</summary>
public static class DictionaryExtensions
{
    /// <summary>Sets <paramref name="key"/> to <paramref name="value"/> and returns the dictionary.</summary>
    /// <param name="dictionary">The dictionary to change.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; a value that was there is replaced.</param>
    public static Dictionary<TKey, TValue?> AddPair<TKey, TValue>(this Dictionary<TKey, TValue?> dictionary, TKey key, TValue? value = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        dictionary[key] = value;
        return dictionary;
    }

    /// <summary>Sets <paramref name="key"/> to the text of <paramref name="value"/> and returns the dictionary.</summary>
    /// <param name="dictionary">The dictionary to change.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, formatted culture-invariantly.</param>
    public static Dictionary<TKey, string> AddPair<TKey, TValue>(this Dictionary<TKey, string> dictionary, TKey key, TValue? value = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        dictionary[key] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return dictionary;
    }
}
