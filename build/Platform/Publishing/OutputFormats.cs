using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Reports;

namespace TalosPlatform.Publishing;

/// <summary>Named values as the CI systems read them from a step or a job.</summary>
public static class OutputFormats
{
    /// <summary>Appends outputs to a file of GitHub's runner, such as <c>$GITHUB_OUTPUT</c>.</summary>
    public static void AppendGitHub(string path, IEnumerable<KeyValuePair<string, string>> outputs) =>
        File.AppendAllText(path, GitHub(outputs, () => RandomNumberGenerator.GetHexString(32, lowercase: true)), new UTF8Encoding(false));

    /// <summary>As the runner of GitHub reads them: a delimiter nobody can guess keeps a value from ending early and starting another.</summary>
    internal static string GitHub(IEnumerable<KeyValuePair<string, string>> outputs, Func<string> random)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in outputs)
        {
            var delimiter = $"talos_{random()}";
            text.Append(CultureInfo.InvariantCulture, $"{name}<<{delimiter}\n{SafeText.Clean(value)}\n{delimiter}\n");
        }

        return text.ToString();
    }

    /// <summary>As GitLab reads them (https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv): one line each, no expansion.
    /// A value that a later script could take for more than text is left empty.</summary>
    internal static string Dotenv(IEnumerable<KeyValuePair<string, string>> outputs) =>
        string.Concat(outputs.Select(o => $"TALOS_{o.Key.ToUpperInvariant().Replace('-', '_')}={(o.Value.All(IsPlain) ? o.Value : "")}\n"));

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || "-_./:+,@%~=#".Contains(c, StringComparison.Ordinal);
}
