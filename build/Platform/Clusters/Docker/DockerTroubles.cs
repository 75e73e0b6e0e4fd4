using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Docker;

/// <summary>What to say when an engine does not answer or refuses.</summary>
internal static class DockerTroubles
{
    /// <summary>The engine cannot be reached.</summary>
    public static PlatformException Unreachable(DockerEndpoint endpoint, string reason)
    {
        var problem = DaemonProblems.Unreachable(endpoint, reason);
        return new PlatformException(problem.What, problem.Fix);
    }

    /// <summary>Why the transport failed, without the names of .NET.</summary>
    public static string Reason(DockerEndpoint endpoint, Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: SocketError.AccessDenied } or UnauthorizedAccessException)
                return $"this user may not open \"{endpoint.SocketPath ?? endpoint.Address.ToString()}\"";
            if (e is SocketException socket)
                return socket.Message.TrimEnd('.').ToLowerInvariant();
        }

        return error.Message.TrimEnd('.');
    }

    /// <summary>What the engine answered, in its own words.</summary>
    public static string Said(DockerApiException error)
    {
        if (error.ResponseBody is not { Length: > 0 } body)
            return error.Message;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("message", out var message) ? message.GetString() ?? body : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
