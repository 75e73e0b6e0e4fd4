using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Shared.Yaml;

/// <summary>A YAML file read strictly: every mistake becomes a finding with its line, and reading goes on to find the next.</summary>
public sealed class YamlFile
{
    private readonly List<Finding> _findings = [];

    private YamlFile(string name) => Name = name;

    /// <summary>Name of the file as findings show it.</summary>
    public string Name { get; }

    /// <summary>The mapping at the root of each document; empty when nothing could be read.</summary>
    public IReadOnlyList<YamlMapping> Documents { get; private set; } = [];

    /// <summary>The root of the first document, or null.</summary>
    public YamlMapping? Root => Documents.Count > 0 ? Documents[0] : null;

    /// <summary>Every mistake found so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Reads a file from disk.</summary>
    /// <param name="path">Path on disk.</param>
    /// <param name="name">Name to show; the path when null.</param>
    public static YamlFile Load(string path, string? name = null)
    {
        try
        {
            return Parse(File.ReadAllText(path), name ?? path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var unreadable = new YamlFile(name ?? path);
            unreadable.Report(0, 0, "", "unreadable", error.Message);
            return unreadable;
        }
    }

    /// <summary>Reads YAML from text; aliases are refused, since nothing the platform reads needs them and they can be made to explode.</summary>
    public static YamlFile Parse(string text, string name)
    {
        var file = new YamlFile(name);
        var stream = new YamlStream();
        var parser = new AliasGuard(new Parser(new StringReader(text)));
        try
        {
            stream.Load(parser);
        }
        catch (YamlException error)
        {
            file.Report((int)error.Start.Line, (int)error.Start.Column, "", "yaml-syntax", error.InnerException?.Message ?? error.Message);
            return file;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            // YamlDotNet's scanner fails like this on some unfinished flow collections.
            file.Report(parser.LastLine, 1, "", "yaml-syntax", "this is not YAML: a bracket, brace or quote before this line is not closed");
            return file;
        }

        var documents = new List<YamlMapping>();
        foreach (var document in stream.Documents)
        {
            if (document.RootNode is YamlMappingNode map)
                documents.Add(new YamlMapping(file, map, ""));
            else if (document.RootNode is not YamlScalarNode { Value: null or "" })
                file.Report((int)document.RootNode.Start.Line, 1, "", "wrong-type", "the file must hold a mapping of keys to values");
        }

        file.Documents = documents;
        return file;
    }

    /// <summary>Adds a finding about this file.</summary>
    public void Report(int line, int column, string pointer, string rule, string message, Severity severity = Severity.Error) =>
        _findings.Add(new Finding(Name, pointer, rule, severity, message, line, column));

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="PlatformException">Lists every finding.</exception>
    public void ThrowIfInvalid()
    {
        var errors = _findings.Where(f => f.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
            throw new PlatformException(string.Join(Environment.NewLine, errors), $"Correct \"{Name}\" and run again.");
    }

    private sealed class AliasGuard(IParser inner) : IParser
    {
        public int LastLine => (int)(inner.Current?.End.Line ?? 1);

        public YamlDotNet.Core.Events.ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            if (!inner.MoveNext())
                return false;
            return inner.Current is YamlDotNet.Core.Events.AnchorAlias alias
                ? throw new YamlException(alias.Start, alias.End, "aliases are not allowed here: write the value out")
                : true;
        }
    }
}
