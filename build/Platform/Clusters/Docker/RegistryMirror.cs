using System.Net;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>A registry's stand-in.</summary>
/// <param name="Registry">The registry it stands in for; <c>*</c> for every one.</param>
/// <param name="Url">Its address, with scheme, without a slash at the end.</param>
public sealed record RegistryMirror(string Registry, Uri Url)
{
    /// <summary>Its host and port, as they stand in the name of an image.</summary>
    public string Host => Url.Authority;

    /// <summary>Whether its address means "this machine".</summary>
    public bool IsLoopback => Url.Host == "localhost" || (IPAddress.TryParse(Url.Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Reads <c>host=mirror</c> or a bare <c>mirror</c>. Without a scheme, mirrors on loopback or with a port are asked over http, others over https.</summary>
    /// <exception cref="PlatformException">It is neither.</exception>
    public static RegistryMirror Parse(string text) => Problem(text, out var mirror) is { } problem
        ? throw new PlatformException($"{problem}.", "Write \"ghcr.io=mirror.example.com\" for one registry, or \"mirror.example.com\" for all of them.")
        : mirror!;

    /// <summary>What is wrong with a mirror; null when nothing is.</summary>
    public static string? Problem(string text) => Problem(text, out _);

    /// <summary>The name under which a mirror has an image; null when it does not stand in for its registry.</summary>
    public string? NameOf(string image)
    {
        var (registry, path) = ImageName.Registry(image);
        var prefix = Url.AbsolutePath.Trim('/');
        return Registry == "*" || Registry == registry ? string.Join('/', new[] { Host, prefix, path }.Where(p => p.Length > 0)) : null;
    }

    private static string? Problem(string text, out RegistryMirror? mirror)
    {
        mirror = null;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var registry = equals < 0 ? "*" : text[..equals].Trim();
        var whole = text[(equals + 1)..].Trim();
        var target = whole.EndsWith("://", StringComparison.Ordinal) ? whole : whole.TrimEnd('/');
        if (registry.Length == 0 || target.Length == 0 || registry.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '*')))
            return $"\"{text}\" is no registry mirror";
        var plain = target.Contains("://", StringComparison.Ordinal) ? target : (IsPlain(target) ? "http://" : "https://") + target;
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0 || url.UserInfo.Length > 0 || url.Query.Length > 0)
            return $"\"{target}\" is no address of a registry";
        mirror = new RegistryMirror(registry, new Uri(plain));
        return null;
    }

    private static bool IsPlain(string target)
    {
        var authority = target.Split('/')[0];
        return authority.StartsWith("localhost", StringComparison.Ordinal) || authority.StartsWith("127.", StringComparison.Ordinal)
            || (authority.Contains(':', StringComparison.Ordinal) && !authority.EndsWith(":443", StringComparison.Ordinal));
    }
}
