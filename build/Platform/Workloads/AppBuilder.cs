using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Workloads;

/// <summary>Builds applications into the cache; one whose files did not change is not built again.</summary>
public sealed class AppBuilder(ICommandRunner commands, ToolCache cache)
{
    private const int KeptBuilds = 3;
    // Alerts, smoke checks and documents beside the source do not change what is built.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal) { "bin", "obj", "node_modules", ".git", "artifacts", "alerts", "smoke", "dashboards", "README.md", "k8s.yaml", "database.yaml", "app.yaml", "Dockerfile" };

    /// <summary>Why an application cannot be built on this machine, with the fix; null when it can, or is built already.</summary>
    public async Task<string?> WhyMissingAsync(AppDefinition app, CancellationToken cancellation)
    {
        if (Directory.Exists(OutputOf(app)))
            return null;
        foreach (var requirement in app.Requires)
        {
            var command = Command.Of(requirement.Command[0], requirement.Command.Skip(1)) with { WorkingDirectory = app.Folder, Deadline = TimeSpan.FromMinutes(1) };
            if (!await SucceedsAsync(command, cancellation))
                return $"\"{command}\" fails: {requirement.Fix}";
        }

        return null;
    }

    /// <summary>Builds an application.</summary>
    /// <returns>Folder of the build.</returns>
    /// <exception cref="PlatformException">The build failed; the message holds its last lines.</exception>
    public async Task<string> BuildAsync(AppDefinition app, Action<string> status, CancellationToken cancellation)
    {
        var folder = OutputOf(app);
        if (Directory.Exists(folder))
            return folder;
        await cache.FillAsync(folder, async output =>
        {
            status("building");
            if (app.Build.IsEmpty)
                return;
            var command = app.Build.Select(argument => argument.Replace("${output}", output, StringComparison.Ordinal)).ToList();
            await commands.RunCheckedAsync(
                Command.Of(command[0], command.Skip(1)) with { WorkingDirectory = app.Folder, Deadline = TimeSpan.FromMinutes(10) },
                $"Building \"{app.Name}\"",
                $"Run it by hand in \"{app.Folder}\".",
                line => status($"building: {line.Trim()}"),
                cancellation);
        }, other => status($"waiting for {other}"), cancellation);
        RemoveOldBuilds(app, folder);
        return folder;
    }

    private string OutputOf(AppDefinition app) => Path.Combine(cache.Builds, $"{app.Name}-{Digest(app)}");

    private async Task<bool> SucceedsAsync(Command command, CancellationToken cancellation)
    {
        try
        {
            return (await commands.RunAsync(command, cancellation: cancellation)).ExitCode == 0;
        }
        catch (PlatformException)
        {
            return false;
        }
    }

    private static string Digest(AppDefinition app)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files(app.Folder).Concat(SharedBuildFiles(app.Folder)).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(app.Folder, file) + "\0"));
            hash.AppendData(File.ReadAllBytes(file));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\0', app.Build)));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => !Ignored.Contains(Path.GetFileName(f))))
            yield return file;
        foreach (var child in Directory.EnumerateDirectories(folder).Where(d => !Ignored.Contains(Path.GetFileName(d)) && new DirectoryInfo(d).LinkTarget is null))
        {
            foreach (var file in Files(child))
                yield return file;
        }
    }

    // Files that MSBuild picks up from parent folders decide about the build as well.
    private static IEnumerable<string> SharedBuildFiles(string folder)
    {
        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            foreach (var name in new[] { "Directory.Build.props", "Directory.Packages.props", "Directory.Build.targets" })
            {
                var path = Path.Combine(parent, name);
                if (File.Exists(path))
                    yield return path;
            }
        }
    }

    private void RemoveOldBuilds(AppDefinition app, string current)
    {
        var old = Directory.EnumerateDirectories(cache.Builds, $"{app.Name}-????????????????")
            .Where(d => d != current)
            .OrderByDescending(Directory.GetLastWriteTimeUtc)
            .Skip(KeptBuilds - 1);
        foreach (var folder in old)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another cluster may run from it; it goes next time.
            }
        }
    }
}
