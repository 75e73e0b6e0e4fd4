using System.Text.RegularExpressions;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Pins;

/// <summary>The next page of a list (RFC 8288, header <c>Link</c>).</summary>
internal static partial class PageLink
{
    /// <summary>Address of the next page; null when this is the last.</summary>
    /// <exception cref="PlatformException">It is on another server: an answer must not send us anywhere.</exception>
    public static Uri? Next(Uri page, string header)
    {
        if (Pattern().Match(header) is not { Success: true } match)
            return null;
        return Uri.TryCreate(page, match.Groups["address"].Value, out var next) && next.Host == page.Host && next.Scheme == page.Scheme && next.Port == page.Port
            ? next
            : throw new PlatformException($"\"{PinHttp.Place(page)}\" refers to another server for its next page: \"{match.Groups["address"].Value}\".", "Try again later.");
    }

    [GeneratedRegex("""<(?<address>[^>]*)>[^,]*;\s*rel="?next"?""")]
    private static partial Regex Pattern();
}
