namespace TalosPlatform.Stack.Pins;

/// <summary>Where hosts are: the real ones by default, a server on loopback in tests.</summary>
/// <param name="Root">Root address of a host.</param>
public sealed record PinHosts(Func<string, Uri> Root)
{
    /// <summary>The real hosts, over TLS.</summary>
    public static PinHosts Real { get; } = new(host => new Uri($"https://{host}/"));

    /// <summary>An address on a host.</summary>
    public Uri At(string host, string path) => new(Root(host), path);

    /// <summary>An address as it is written, on the host's root.</summary>
    public Uri At(Uri address) => At(address.Host, address.PathAndQuery.TrimStart('/'));
}
