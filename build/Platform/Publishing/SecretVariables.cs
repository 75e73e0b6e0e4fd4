using System.Text.RegularExpressions;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Publishing;

/// <summary>Secrets that CI systems hand over in variables, recognised by their names.</summary>
internal static partial class SecretVariables
{
    // Shorter values are words; replacing them would hide more than it protects.
    private const int Shortest = 8;

    /// <summary>Lets the redactor know their values.</summary>
    internal static void Register(Redactor redactor, CiVariables ci)
    {
        foreach (var (name, value) in ci.All)
        {
            if (value.Length >= Shortest && Secret().IsMatch(name) && !Harmless().IsMatch(name))
                redactor.Add(value);
        }
    }

    [GeneratedRegex("TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    // Where a secret lies, or how it is called, is none.
    [GeneratedRegex("(_FILE|_PATH|_DIR|_URL|_NAME|_VARIABLE|_EXPIRES?_AT|_TTL)$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();
}
