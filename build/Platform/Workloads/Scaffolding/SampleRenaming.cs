using System.Text.RegularExpressions;

namespace TalosPlatform.Workloads.Scaffolding;

/// <summary>Turns the text of a sample into that of a new application.</summary>
public sealed class SampleRenaming
{
    private readonly string _sample;
    private readonly string _folder;
    private readonly AppNaming _to;
    private readonly string? _package;
    private readonly List<(Regex Pattern, string To)> _names;

    /// <summary>Creates the renaming.</summary>
    /// <param name="sample">Name of the sample.</param>
    /// <param name="to">Names of the new application.</param>
    /// <param name="folder">Its folder below the workspace, with forward slashes.</param>
    /// <param name="package">Name of the sample's Python package; null when it has none.</param>
    public SampleRenaming(string sample, AppNaming to, string folder, string? package)
    {
        var from = AppNaming.Of(sample);
        (_sample, _to, _folder, _package) = (sample, to, folder, package);
        _names =
        [
            (new Regex($"(?<![A-Za-z0-9-]){Regex.Escape(from.Kebab)}(?![A-Za-z0-9])"), to.Kebab),
            (new Regex($"(?<![A-Za-z0-9]){from.Pascal}(?![a-z])"), to.Pascal),
            (new Regex($"(?<![A-Za-z0-9_]){from.Snake}(?![A-Za-z0-9_])"), to.Snake),
        ];
    }

    /// <summary>Path of a file below the new application's folder.</summary>
    public string Path(string path) => string.Join('/', path.Split('/').Select(part => part == _package ? _to.Snake : Names(part)));

    /// <summary>Text of a file.</summary>
    /// <param name="path">Path in the sample.</param>
    /// <param name="text">Its text.</param>
    public string Text(string path, string text)
    {
        var file = System.IO.Path.GetFileName(path);
        var forImages = file.StartsWith("Dockerfile", StringComparison.Ordinal) || file == ".dockerignore";
        text = text.Replace($"-f samples/{_sample}/Dockerfile .", _folder, StringComparison.Ordinal);
        if (forImages)
            text = BuildContext(text);
        text = text.Replace($"samples/{_sample}", _folder, StringComparison.Ordinal);
        if (file is "k8s.yaml" or "database.yaml")
            text = text.Replace("app.kubernetes.io/part-of: samples", $"app.kubernetes.io/part-of: {_to.Kebab}", StringComparison.Ordinal);
        return Names(_package is null ? text : Package(file, forImages, text));
    }

    // The sample is built from the platform's root, where package versions are kept; the copy has them beside it.
    private string BuildContext(string text) => string.Join('\n', text.Split('\n').Select(line => line.StartsWith('#')
        ? line
        : line.Replace($"!samples/{_sample}/", "!", StringComparison.Ordinal).Replace($"samples/{_sample}", ".", StringComparison.Ordinal)));

    // A route or a metric may have the package's name and keeps it: only imports, modules and paths are the package.
    private string Package(string file, bool everywhere, string text) => Regex.Replace(
        text,
        everywhere || file == "build.py" ? $@"\b{_package}\b" : $@"(?<=(?:^|\s)(?:from|import|-m|-m,|""-m"",)\s+""?){_package}\b|(?<![/\w]){_package}(?=/\w+\.py\b)",
        _to.Snake,
        RegexOptions.Multiline);

    private string Names(string text) => _names.Aggregate(text, (current, name) => name.Pattern.Replace(current, name.To));
}
