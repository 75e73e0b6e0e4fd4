using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Pins;

/// <summary>A host cannot be reached, so that nothing can be said about what it knows.</summary>
/// <param name="host">The host.</param>
/// <param name="why">What the attempt said.</param>
/// <param name="inner">The failure.</param>
internal sealed class UnreachableHostException(string host, string why, Exception? inner = null)
    : PlatformException($"{host} cannot be reached: {why}", "Check the network, or try again later.", inner: inner)
{
    /// <summary>The host.</summary>
    public string Host { get; } = host;
}
