using System.Text;
using System.Text.RegularExpressions;

namespace TalosPlatform.Workloads.Scaffolding;

/// <summary>Copies a sample into a folder under another name.</summary>
public static partial class SampleCopy
{
    private static readonly HashSet<string> Built = new(StringComparer.Ordinal) { "bin", "obj", "node_modules", "__pycache__", "venv", ".venv", "artifacts", ".git" };
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Copies; folders of builds stay behind.</summary>
    /// <param name="source">The sample's folder.</param>
    /// <param name="target">Folder to write into.</param>
    /// <param name="name">Name of the new application.</param>
    /// <param name="folder">Its folder below the workspace, with forward slashes.</param>
    /// <returns>Files written, relative to the target.</returns>
    public static IReadOnlyList<string> Write(string source, string target, string name, string folder)
    {
        var files = Files(source, "").Select(path => (Path: path, Text: TryRead(Path.Combine(source, path)))).ToList();
        var code = files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal)).Select(f => f.Text ?? "").ToList();
        var renaming = new SampleRenaming(Path.GetFileName(source), AppNaming.Of(name).Among(code), folder, PythonPackage(files.Select(f => f.Path)));
        var written = new List<string>();
        foreach (var (path, text) in files)
        {
            var to = Path.Combine(target, renaming.Path(path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (text is null)
                File.Copy(Path.Combine(source, path), to);
            else
                File.WriteAllText(to, renaming.Text(path, text), StrictUtf8);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(to, File.GetUnixFileMode(Path.Combine(source, path)));
            written.Add(renaming.Path(path));
        }

        written.AddRange(DotnetFiles(files, target, Path.GetDirectoryName(Path.GetDirectoryName(source)!)!));
        return written;
    }

    // The versions of the packages and the settings of the compiler are the platform's; a project elsewhere needs its own.
    private static IEnumerable<string> DotnetFiles(List<(string Path, string? Text)> files, string target, string platform)
    {
        if (!files.Exists(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal)))
            yield break;
        foreach (var name in new[] { "Directory.Build.props", "Directory.Packages.props", ".editorconfig" })
        {
            var text = File.ReadAllText(Path.Combine(platform, name));
            text = name switch
            {
                "Directory.Packages.props" => OtherPackages().Replace(text, ""),
                "Directory.Build.props" => Copyright().Replace(text, ""),
                _ => text,
            };
            File.WriteAllText(Path.Combine(target, name), text, StrictUtf8);
            yield return name;
        }
    }

    // A package of one's own is a folder that "python -m" can run.
    private static string? PythonPackage(IEnumerable<string> paths) =>
        paths.Where(p => p.EndsWith("/__main__.py", StringComparison.Ordinal)).Select(p => p.Split('/')).Where(p => p.Length == 2).Select(p => p[0]).FirstOrDefault();

    private static string? TryRead(string path)
    {
        try
        {
            var text = StrictUtf8.GetString(File.ReadAllBytes(path));
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Files(string root, string below)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, below)).Order(StringComparer.Ordinal))
            yield return Join(below, Path.GetFileName(file));
        foreach (var child in Directory.EnumerateDirectories(Path.Combine(root, below)).Order(StringComparer.Ordinal))
        {
            if (Built.Contains(Path.GetFileName(child)) || new DirectoryInfo(child).LinkTarget is not null)
                continue;
            foreach (var file in Files(root, Join(below, Path.GetFileName(child))))
                yield return file;
        }
    }

    private static string Join(string below, string name) => below.Length == 0 ? name : $"{below}/{name}";

    [GeneratedRegex("""  <ItemGroup Label="(?!Samples").*?</ItemGroup>\n""", RegexOptions.Singleline)]
    private static partial Regex OtherPackages();

    [GeneratedRegex(" *<Copyright>.*</Copyright>\n")]
    private static partial Regex Copyright();
}
