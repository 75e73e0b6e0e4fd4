using System.Text;
using System.Text.RegularExpressions;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Clusters.Talos;

/// <summary>The secrets of a cluster: nodes carry their whole configuration in the variable USERDATA.</summary>
public static partial class Secrets
{
    private const string Variable = "USERDATA=";

    /// <summary>Makes a redactor know the secrets in a node's environment, encoded and decoded.</summary>
    public static void Learn(Redactor redactor, ContainerCondition node)
    {
        foreach (var value in node.Environment.Where(e => e.StartsWith(Variable, StringComparison.Ordinal)).Select(e => e[Variable.Length..]))
        {
            redactor.Add(value);
            foreach (var secret in In(Decode(value)))
                redactor.Add(secret);
        }
    }

    /// <summary>The environment as it may be shown: names, and values of those only that hold no configuration.</summary>
    public static IEnumerable<string> Shown(ContainerCondition node) =>
        node.Environment.Select(e => e.StartsWith(Variable, StringComparison.Ordinal) ? Variable + "[redacted]" : e);

    /// <summary>Values of a machine configuration that nobody else may see: tokens, keys and private certificates.</summary>
    public static IEnumerable<string> In(string configuration) =>
        Entry().Matches(configuration).Select(m => m.Groups["value"].Value.Trim('"', '\'')).Concat(PrivateKey().Matches(configuration).SelectMany(m => m.Groups["line"].Captures.Select(c => c.Value))).Where(v => v.Length >= 8);

    private static string Decode(string base64)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^\s*(?:- )?(?:token|key|secret|privateKey|clusterSecret|secretboxEncryptionSecret|aescbcEncryptionSecret|bootstraptoken):[ \t]*(?<value>[^\s|>][^\r\n]*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\n(?:\s*(?<line>[A-Za-z0-9+/=]{8,})\s*\n)+")]
    private static partial Regex PrivateKey();
}
