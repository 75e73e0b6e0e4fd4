using System.Text;

namespace Nuke.Common.Parameters;

/// <summary>Spellings of a parameter's name.</summary>
internal static class ParameterNames
{
    /// <summary>Form in which names are compared: case, dashes and underscores do not count.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var character in name)
            if (character is not ('-' or '_'))
                key.Append(char.ToLowerInvariant(character));
        return key.ToString();
    }

    /// <summary><c>NodeCount</c> becomes <c>node-count</c>, <c>GrafanaURL</c> becomes <c>grafana-url</c>.</summary>
    public static string Kebab(string name)
    {
        var kebab = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && name[i - 1] is not ('-' or '_')) kebab.Append('-');
            kebab.Append(name[i] == '_' ? '-' : char.ToLowerInvariant(name[i]));
        }
        return kebab.ToString();
    }
}
