using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Clusters.Talos;

/// <summary>How talosctl wants to be talked to.</summary>
public enum TalosctlDialect
{
    /// <summary>1.11 and older: <c>cluster create --provisioner docker --cidr …</c>, memory in MB.</summary>
    Provisioner,

    /// <summary>1.12 and newer: <c>cluster create docker --subnet …</c>; without the word <c>docker</c> it means QEMU.</summary>
    Subcommand,
}

/// <summary>A talosctl that can be run.</summary>
/// <param name="Path">Path of the binary.</param>
/// <param name="Version">Its version.</param>
public sealed partial record Talosctl(string Path, Version Version)
{
    /// <summary>Its dialect.</summary>
    public TalosctlDialect Dialect => Version >= new Version(1, 12) ? TalosctlDialect.Subcommand : TalosctlDialect.Provisioner;

    /// <summary>Asks a binary for its version. It answers with one line, such as <c>Client v1.13.9</c> or <c>Talos v1.11.2</c>.</summary>
    /// <exception cref="PlatformException">It cannot be run, or prints no version.</exception>
    public static async Task<Talosctl> AskAsync(ICommandRunner commands, string path, CancellationToken cancellation)
    {
        var command = Command.Of(path, "version", "--client", "--short") with { Deadline = TimeSpan.FromSeconds(15), Environment = TalosctlCommands.Environment(null) };
        var result = await commands.RunCheckedAsync(command, "Asking talosctl for its version", "Install talosctl anew, or remove it from PATH: the platform then downloads its own.", cancellation: cancellation);
        return Of(path, result.Output) ?? throw new PlatformException($"\"{command}\" prints no version.", "Install talosctl anew, or remove it from PATH: the platform then downloads its own.", result.Tail());
    }

    /// <summary>The version in what talosctl printed; null when there is none.</summary>
    public static Talosctl? Of(string path, string output) =>
        Number().Match(output) is { Success: true } match && System.Version.TryParse(match.Groups[1].Value, out var version) ? new Talosctl(path, version) : null;

    [GeneratedRegex(@"\bv(\d+\.\d+\.\d+)")]
    private static partial Regex Number();
}
