namespace TalosPlatform.Clusters.Docker;

/// <summary>What to do about what registries say.</summary>
public static class PullProblems
{
    /// <summary>The fix for a failed pull, push or build, from what the engine or registry said.</summary>
    public static string Fix(string said)
    {
        bool Says(params string[] words) => words.Any(w => said.Contains(w, StringComparison.OrdinalIgnoreCase));
        if (Says("unauthorized", "denied", "authentication required", "no basic auth credentials"))
            return "Log in with \"docker login\", or check the name of the image.";
        if (Says("toomanyrequests", "rate limit"))
            return "Log in with \"docker login\", or give --registry-mirror: the registry limits anonymous pulls.";
        if (Says("no such host", "timeout", "connection refused", "network is unreachable", "no route to host", "TLS handshake", "i/o timeout"))
            return "Check the network and the proxy of the Docker engine, or give --registry-mirror a registry that it can reach.";
        if (Says("server gave HTTP response to HTTPS client"))
            return "Add the registry to \"insecure-registries\" of the Docker engine, or use one on localhost.";
        if (Says("no space left"))
            return "Free disk space of the Docker engine: \"docker system prune\".";
        return Says("manifest unknown", "not found") ? "Check the name and the tag of the image." : "Try it by hand with \"docker pull\" to see more.";
    }
}
