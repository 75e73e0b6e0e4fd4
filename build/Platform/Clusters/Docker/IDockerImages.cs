using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Images of a Docker engine.</summary>
public interface IDockerImages
{
    /// <summary>Whether the engine has the image.</summary>
    Task<bool> HasAsync(string image, CancellationToken cancellation);

    /// <summary>Pulls an image.</summary>
    /// <exception cref="PlatformException">It cannot be had; the message holds what the registry said.</exception>
    Task PullAsync(string image, RegistryCredentials? credentials, Action<LayerEvent> onLayer, CancellationToken cancellation);

    /// <summary>Gives an image another name.</summary>
    Task TagAsync(string image, string name, CancellationToken cancellation);

    /// <summary>Pushes an image to the registry in its name.</summary>
    /// <exception cref="PlatformException">The registry refuses; the message holds what it said.</exception>
    Task PushAsync(string image, RegistryCredentials? credentials, Action<LayerEvent> onLayer, CancellationToken cancellation);

    /// <summary>Builds an image from a context with a Dockerfile.</summary>
    /// <exception cref="PlatformException">The build failed; the message holds its last lines.</exception>
    Task BuildAsync(string name, string dockerfile, Stream context, Action<string> onLine, CancellationToken cancellation);
}

/// <summary>Progress of one layer.</summary>
/// <param name="Layer">Id of the layer; empty for the image as a whole.</param>
/// <param name="Status">Such as <c>Downloading</c>.</param>
/// <param name="Current">Bytes done.</param>
/// <param name="Total">Bytes of the layer; 0 while unknown.</param>
public sealed record LayerEvent(string Layer, string Status, long Current, long Total);

/// <summary>What a registry wants to know of its user.</summary>
/// <param name="Server">Registry.</param>
/// <param name="User">User name; empty with an identity token.</param>
/// <param name="Secret">Password, or identity token.</param>
/// <param name="IsToken">Whether the secret is an identity token.</param>
public sealed record RegistryCredentials(string Server, string User, string Secret, bool IsToken);
