namespace Nuke.Common.Utilities.Collections;

/// <summary>Fluent additions to dictionaries.</summary>
public static class DictionaryExtensions
{
    /// <summary>Sets <paramref name="key"/> to <paramref name="value"/> and returns the dictionary.</summary>
    /// <param name="dictionary">The dictionary to change.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; a value that was there is replaced.</param>
    public static IDictionary<TKey, TValue> AddPair<TKey, TValue>(this IDictionary<TKey, TValue> dictionary, TKey key, TValue value)
    {
        dictionary[key] = value;
        return dictionary;
    }

    /// <summary>Sets <paramref name="key"/> to the text of <paramref name="value"/> and returns the dictionary.</summary>
    /// <param name="dictionary">The dictionary to change.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, formatted culture-invariantly.</param>
    public static IDictionary<string, string> AddPair(this IDictionary<string, string> dictionary, string key, object? value)
    {
        dictionary[key] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        return dictionary;
    }
}
