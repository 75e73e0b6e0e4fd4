using System.Security.Cryptography;
using System.Text;

namespace TalosPlatform.Ci;

/// <summary>Values that a step hands to later ones, and what it says to the CI system.</summary>
public static class CiOutputs
{
    /// <summary>Text for the file <c>GITHUB_OUTPUT</c>: a delimiter nobody can guess keeps a value from adding outputs of its own.</summary>
    public static string Render(IEnumerable<(string Name, string Value)> outputs)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in outputs)
        {
            var delimiter = "end_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            text.Append(name).Append("<<").Append(delimiter).Append('\n').Append(value).Append('\n').Append(delimiter).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A message as an error annotation of GitHub, which takes several lines only in escaped form.</summary>
    public static string ErrorCommand(string message) =>
        "::error title=Talos platform::" + message.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
