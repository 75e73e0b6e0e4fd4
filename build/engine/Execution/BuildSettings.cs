using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>What the static members of <see cref="NukeBuild"/> answer.</summary>
internal sealed class BuildSettings
{
    public required AbsolutePath RootDirectory { get; init; }

    public required Host Host { get; init; }

    public AbsolutePath? BuildAssemblyFile { get; init; }

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public AbsolutePath TemporaryDirectory => (RootDirectory / ".nuke" / "temp").CreateDirectory();

    /// <summary>First project file in the directories from the assembly's up to the root.</summary>
    public AbsolutePath? BuildProjectFile
    {
        get
        {
            for (var directory = BuildAssemblyFile?.Parent; directory is not null; directory = directory.Parent)
            {
                if (Directory.EnumerateFiles(directory, "*.csproj").Order(StringComparer.Ordinal).FirstOrDefault() is { } file)
                    return AbsolutePath.Create(file);
                if (directory == RootDirectory) break;
            }
            return null;
        }
    }
}
