using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Cluster.Debian;

/// <summary>What a root file system is made of.</summary>
/// <param name="Suite">Release of Debian.</param>
/// <param name="Variant">mmdebstrap's: <c>minbase</c> installs the packages, <c>extract</c> only unpacks them and what they need.</param>
/// <param name="Packages">Packages, those they depend on are added.</param>
internal sealed record RootFileSystemRecipe(string Suite, string Variant, IReadOnlyList<string> Packages)
{
    /// <summary>Paths that are not unpacked, as dpkg's <c>path-exclude</c>.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The recipe as text: what a cached result is keyed by.</summary>
    public string Key => $"{Suite} {Variant} {string.Join(',', Packages)} {string.Join(',', LeftOut)}";
}

/// <summary>Makes root file systems with mmdebstrap, itself unpacked and not installed.</summary>
internal sealed class RootFileSystem(ICommandRunner commands, PrivateApt apt)
{
    private static readonly string[] LeftOut = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*", "/usr/share/lintian/*"];

    /// <summary>Makes one.</summary>
    /// <param name="recipe">What is in it.</param>
    /// <param name="target">A folder, or a file whose name ends in <c>.tar</c>.</param>
    /// <param name="status">Told what is being done.</param>
    /// <param name="cancellation">Ends mmdebstrap and everything it started; mounts of its own vanish with it.</param>
    public async Task MakeAsync(RootFileSystemRecipe recipe, string target, IProgress<string> status, CancellationToken cancellation)
    {
        var tools = Directory.CreateTempSubdirectory("talos-reference-").FullName;
        try
        {
            await apt.UnpackAsync(["mmdebstrap"], tools, status, cancellation);
            status.Report($"making a root file system of Debian {recipe.Suite}");
            var sources = recipe.Suite == PrivateApt.Release ? PrivateApt.Sources() : PrivateApt.SourcesOf(recipe.Suite);
            await commands.RunCheckedAsync(
                Command.Of("nice", [
                    "-n", "10", "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc",
                    Path.Combine(tools, "usr/bin/mmdebstrap"), "--mode=root", $"--variant={recipe.Variant}", $"--include={string.Join(',', recipe.Packages)}",
                    "--aptopt=Acquire::Check-Valid-Until \"false\"", "--aptopt=APT::Install-Recommends \"false\"", "--aptopt=Acquire::Languages \"none\"", "--aptopt=Acquire::Retries \"3\"",
                    .. LeftOut.Concat(recipe.LeftOut).Select(path => $"--dpkgopt=path-exclude={path}"),
                    recipe.Suite, target, "-",
                ]) with
                {
                    StandardInput = sources,
                    Deadline = TimeSpan.FromMinutes(30),
                    Environment = Command.Of("").Environment
                        .Add("PATH", $"{tools}/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                        .Add("LC_ALL", "C.UTF-8"),
                },
                $"Making a root file system of Debian {recipe.Suite}",
                "Check the network and the apt sources of this machine.",
                cancellation: cancellation);
        }
        finally
        {
            Directory.Delete(tools, recursive: true);
        }
    }
}
