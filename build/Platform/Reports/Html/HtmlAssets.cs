using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Reports.Charts;

namespace TalosPlatform.Reports.Html;

/// <summary>Style sheet and script of the page, and the content security policy that allows exactly these two.</summary>
internal static class HtmlAssets
{
    /// <summary>The style sheet, palette included.</summary>
    internal static string Style { get; } = Palette.StyleSheet() + Read("report.css");

    /// <summary>The script: theme, filters, tooltips, download.</summary>
    internal static string Script { get; } = Read("report.js");

    /// <summary>No network at all; scripts and styles by hash. <c>img-src data:</c> is for the icon.</summary>
    internal static string Policy { get; } =
        $"default-src 'none'; script-src {Hash(Script)}; style-src {Hash(Style)}; img-src data:; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Read(string name)
    {
        using var stream = typeof(HtmlAssets).Assembly.GetManifestResourceStream("TalosPlatform.Reports." + name)
            ?? throw new InvalidOperationException($"The resource \"{name}\" is not part of the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
