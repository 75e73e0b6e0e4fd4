using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitLab;
using Nuke.Common.IO;
using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>Finds the root directory and the host of a build.</summary>
internal static class SettingsFactory
{
    public static BuildSettings Create(BuildEnvironment environment, ParameterValues values) => new()
    {
        RootDirectory = Root(environment, values.Get<AbsolutePath>(BuiltInParameters.Root)),
        Host = CreateHost(environment, values.Get<string>(BuiltInParameters.Host)),
        Verbosity = values.Has(BuiltInParameters.Verbosity) ? values.Get<Verbosity>(BuiltInParameters.Verbosity) : Verbosity.Normal,
        BuildAssemblyFile = environment.AssemblyFile is { } file ? AbsolutePath.Create(Path.GetFullPath(file)) : null,
    };

    /// <summary>
    /// The given directory, else the nearest one with a <c>.nuke</c> directory upwards from the current folder, else from the
    /// build's assembly.
    /// </summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static AbsolutePath Root(BuildEnvironment environment, AbsolutePath? given)
    {
        if (given is not null)
            return given.DirectoryExists() ? given : throw new UsageException($"--root: there is no directory '{given}'.");
        return FindUpwards(environment.WorkingDirectory)
            ?? FindUpwards(Path.GetDirectoryName(environment.AssemblyFile))
            ?? throw new UsageException(
                $"There is no .nuke directory in '{environment.WorkingDirectory}' or above. Create one in the root of the repository, or pass --root.");
    }

    private static AbsolutePath? FindUpwards(string? start)
    {
        for (var directory = start; !string.IsNullOrEmpty(directory); directory = Path.GetDirectoryName(directory))
            if (Directory.Exists(Path.Combine(directory, ".nuke")))
                return AbsolutePath.Create(directory);
        return null;
    }

    /// <summary>The named host, else the one the environment tells of.</summary>
    public static Host CreateHost(BuildEnvironment environment, string? name)
    {
        var isSet = (string variable) => environment.Variables.TryGetValue(variable, out var value) && value.Length > 0;
        name ??= isSet("GITHUB_ACTIONS") ? nameof(GitHubActions) : isSet("GITLAB_CI") ? nameof(GitLab) : nameof(Terminal);
        return name switch
        {
            nameof(GitHubActions) => new GitHubActions(environment.Variables),
            nameof(GitLab) => new GitLab(environment.Variables),
            _ => new Terminal(),
        };
    }
}
