using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Credentials for registries, from where <c>docker login</c> keeps them: the file itself or a credential helper.</summary>
public sealed class RegistryAuth(string configFolder, ICommandRunner commands, Redactor redactor)
{
    // Docker Hub's credentials stand under an address of its first days.
    private const string HubKey = "https://index.docker.io/v1/";

    /// <summary>The credentials of this user: in the folder DOCKER_CONFIG, else <c>~/.docker</c>.</summary>
    public static RegistryAuth ForUser(ICommandRunner commands, Redactor redactor) => new(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } chosen ? chosen : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
        commands,
        redactor);

    /// <summary>The credentials for a registry; null when there are none.</summary>
    public async Task<RegistryCredentials?> FindAsync(string registry, CancellationToken cancellation)
    {
        if (Read() is not { } config)
            return null;
        var key = registry == ImageName.DockerHub ? HubKey : registry;
        var helper = Text(config["credHelpers"]?[registry]) ?? Text(config["credHelpers"]?[key]) ?? Text(config["credsStore"]);
        var found = helper is null ? FromFile(config, key, registry) : await FromHelperAsync(helper, key, cancellation) ?? FromFile(config, key, registry);
        redactor.Add(found?.Secret);
        return found;
    }

    private JsonNode? Read()
    {
        var path = Path.Combine(configFolder, "config.json");
        try
        {
            return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static RegistryCredentials? FromFile(JsonNode config, string key, string registry)
    {
        var entry = config["auths"]?[key] ?? config["auths"]?[$"https://{registry}"];
        if (Text(entry?["identitytoken"]) is { Length: > 0 } token)
            return new RegistryCredentials(registry, "", token, IsToken: true);
        if (Text(entry?["auth"]) is not { Length: > 0 } auth)
            return null;
        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(auth)).TrimEnd('\0').Split(':', 2);
            return pair.Length == 2 ? new RegistryCredentials(registry, pair[0], pair[1], IsToken: false) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<RegistryCredentials?> FromHelperAsync(string helper, string key, CancellationToken cancellation)
    {
        if (helper.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            return null;
        try
        {
            // The answer holds a password that no redactor knows yet, so nothing of it may be shown line by line.
            var result = await commands.RunAsync(Command.Of($"docker-credential-{helper}", "get") with { StandardInput = key, Deadline = TimeSpan.FromSeconds(20) }, cancellation: cancellation);
            if (result.ExitCode != 0 || JsonNode.Parse(result.Output) is not { } answer || Text(answer["Secret"]) is not { Length: > 0 } secret)
                return null;
            var user = Text(answer["Username"]) ?? "";
            return user == "<token>" ? new RegistryCredentials(key, "", secret, IsToken: true) : new RegistryCredentials(key, user, secret, IsToken: false);
        }
        catch (Exception error) when (error is PlatformException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
