using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using System.Text;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Clusters.Talos;

/// <summary>What is left of a failed creation for people to read, without the cluster's secrets.</summary>
public sealed class Evidence(TalosEnvironment environment, string folder)
{
    private const int LogLines = 2000;

    /// <summary>Where it is written.</summary>
    public string Folder => folder;

    /// <summary>Collects logs and conditions of all nodes, and what Talos' support asks for. What cannot be had is left out.</summary>
    /// <returns>The last lines of the nodes' logs, for the failure to be recognised in.</returns>
    public async Task<string> CollectAsync(TalosNames names, TalosFolder cluster, Talosctl? talosctl, IPAddress? controlPlane, string output, CancellationToken cancellation)
    {
        var logs = new StringBuilder();
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            foreach (var node in await environment.Engine.ContainersAsync(names.NodeLabels, cancellation))
            {
                // Their secrets are learned before the first line of theirs is written.
                var condition = await environment.Engine.ConditionAsync(node.Id, cancellation);
                if (condition is not null)
                    Secrets.Learn(environment.Redactor, condition);
                var log = await environment.Engine.LogsAsync(node.Id, LogLines, cancellation);
                logs.AppendLine(log);
                Write($"{node.Name}.log", log);
                Write($"{node.Name}.txt", Describe(node, condition));
            }

            Write("talosctl.log", output);
            if (talosctl is not null && controlPlane is not null && File.Exists(cluster.Talosconfig))
                await SupportAsync(talosctl, cluster, controlPlane, cancellation);
        }
        catch (PlatformException error)
        {
            // The failure that led here is the one to report.
            environment.Progress.Warn($"Evidence is incomplete: {error.What}");
        }

        return logs.ToString();
    }

    private async Task SupportAsync(Talosctl talosctl, TalosFolder cluster, IPAddress controlPlane, CancellationToken cancellation)
    {
        var archive = Path.Combine(folder, ".support.zip");
        try
        {
            var result = await environment.Commands.RunAsync(TalosctlCommands.Support(talosctl, cluster, controlPlane, archive), cancellation: cancellation);
            if (result.ExitCode != 0 && !File.Exists(archive))
                return;
            using (var zip = ZipFile.OpenRead(archive))
            {
                foreach (var entry in zip.Entries.Where(e => e.Name.Length > 0))
                {
                    using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
                    Write(Path.Combine("support", Flat(entry.FullName)), await reader.ReadToEndAsync(cancellation));
                }
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            environment.Progress.Warn($"The support archive of talosctl cannot be read: {error.Message}");
        }
        finally
        {
            File.Delete(archive);
        }
    }

    // An archive must not choose where its files go.
    private static string Flat(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).TrimStart('.');

    private static string Describe(DockerContainer node, ContainerCondition? condition)
    {
        List<string> lines = [$"name: {node.Name}", $"image: {node.Image}", $"state: {node.State}", .. node.Ports.Select(p => FormattableString.Invariant($"port: {p.HostAddress}:{p.HostPort} -> {p.ContainerPort}")), .. node.Addresses.Select(a => $"address: {a.Value} ({a.Key})")];
        if (condition is not null)
            lines.AddRange([FormattableString.Invariant($"exit code: {condition.ExitCode}"), $"out of memory: {condition.OutOfMemory}", $"error: {condition.Error}", .. Secrets.Shown(condition).Select(e => $"env: {e}")]);
        return string.Join('\n', lines) + "\n";
    }

    private void Write(string name, string text) => AtomicFile.WriteAllText(Path.Combine(folder, name), environment.Redactor.Redact(text));
}
