using Docker.DotNet;
using Docker.DotNet.Models;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Images of a real engine, over its API.</summary>
public sealed class DockerClientImages(DockerConnection connection) : IDockerImages
{
    private static readonly TimeSpan TransferWithin = TimeSpan.FromMinutes(30);
    private const int KeptLines = 30;

    /// <inheritdoc/>
    public Task<bool> HasAsync(string image, CancellationToken cancellation) =>
        connection.AskUnlessGoneAsync((client, stop) => client.Images.InspectImageAsync(image, stop), cancellation);

    /// <inheritdoc/>
    public Task PullAsync(string image, RegistryCredentials? credentials, Action<LayerEvent> onLayer, CancellationToken cancellation)
    {
        var (name, tag) = ImageName.Split(image);
        return TransferAsync($"The image \"{image}\" cannot be pulled", (client, report, stop) =>
            client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = name, Tag = tag }, Auth(credentials), report, stop), onLayer, cancellation);
    }

    /// <inheritdoc/>
    public Task TagAsync(string image, string name, CancellationToken cancellation)
    {
        var (repository, tag) = ImageName.Split(name);
        return connection.AskAsync(async (client, stop) =>
        {
            await client.Images.TagImageAsync(image, new ImageTagParameters { RepositoryName = repository, Tag = tag }, stop);
            return true;
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task PushAsync(string image, RegistryCredentials? credentials, Action<LayerEvent> onLayer, CancellationToken cancellation)
    {
        var (name, tag) = ImageName.Split(image);
        return TransferAsync($"The image \"{image}\" cannot be pushed", (client, report, stop) =>
            client.Images.PushImageAsync(name, new ImagePushParameters { Tag = tag }, Auth(credentials), report, stop), onLayer, cancellation);
    }

    /// <inheritdoc/>
    public Task BuildAsync(string name, string dockerfile, Stream context, Action<string> onLine, CancellationToken cancellation) =>
        TransferAsync($"The image \"{name}\" cannot be built", (client, report, stop) =>
            client.Images.BuildImageFromDockerfileAsync(new ImageBuildParameters { Tags = [name], Dockerfile = dockerfile, Remove = true, ForceRemove = true }, context, [], new Dictionary<string, string>(), report, stop),
            layer => onLine(layer.Status), cancellation);

    private async Task TransferAsync(string purpose, Func<DockerClient, IProgress<JSONMessage>, CancellationToken, Task> transfer, Action<LayerEvent> onLayer, CancellationToken cancellation)
    {
        var said = new Queue<string>();
        string? failure = null;
        var report = new Receiver(message =>
        {
            failure ??= message.Error?.Message;
            var line = (message.Stream ?? message.Status ?? "").TrimEnd();
            if (line.Length == 0)
                return;
            if (message.Stream is not null)
                said.Enqueue(line);
            if (said.Count > KeptLines)
                said.Dequeue();
            onLayer(new LayerEvent(message.ID ?? "", line, message.Progress?.Current ?? 0, message.Progress?.Total ?? 0));
        });
        try
        {
            await connection.AskAsync(async (client, stop) =>
            {
                await transfer(client, report, stop);
                return true;
            }, cancellation, TransferWithin);
        }
        catch (DockerApiException error)
        {
            failure ??= DockerTroubles.Said(error);
        }

        // The engine reports most failures in the stream, after it has answered 200.
        if (failure is not null)
            throw new PlatformException($"{purpose}: {failure.TrimEnd('.')}.", PullProblems.Fix(failure), said.Count > 0 ? string.Join('\n', said) : null);
    }

    private static AuthConfig Auth(RegistryCredentials? credentials) => credentials is null ? new AuthConfig()
        : credentials.IsToken ? new AuthConfig { ServerAddress = credentials.Server, IdentityToken = credentials.Secret }
        : new AuthConfig { ServerAddress = credentials.Server, Username = credentials.User, Password = credentials.Secret };

    // Progress<T> would hand messages to the thread pool, out of order and after the end.
    private sealed class Receiver(Action<JSONMessage> receive) : IProgress<JSONMessage>
    {
        private readonly Lock _gate = new();

        public void Report(JSONMessage value)
        {
            lock (_gate)
                receive(value);
        }
    }
}
