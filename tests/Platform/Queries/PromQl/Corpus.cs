using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Queries.PromQl;

/// <summary>Public expressions kept outside the repository; tests over them are skipped where they are absent.</summary>
internal static class Corpus
{
    public const string Absent = "the shared corpus of public queries is not on this machine";

    public static string? Root { get; } = Find();

    public static bool IsAbsent => Root is null;

    public static IReadOnlyList<(string Query, bool Valid, bool Experimental)> Vectors()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root!, "promql-vectors.json")));
        return document.RootElement.EnumerateArray()
            .Select(vector => (
                vector.GetProperty("expr").GetString()!,
                vector.GetProperty("valid").GetBoolean(),
                vector.TryGetProperty("experimental", out var experimental) && experimental.GetBoolean()))
            .ToList();
    }

    /// <summary>Every "expr" of the rule files, with its file and rule.</summary>
    public static IReadOnlyList<(string Source, string Query)> Rules()
    {
        var found = new List<(string, string)>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root!, "rules"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var yaml = new YamlStream();
            using var reader = File.OpenText(file);
            yaml.Load(reader);
            foreach (var rule in yaml.Documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>())
            {
                if (rule.Children.TryGetValue("expr", out var expr))
                {
                    var name = rule.Children.TryGetValue("alert", out var alert) ? alert : rule.Children["record"];
                    found.Add(($"{Path.GetFileName(file)}: {name}", expr.ToString()));
                }
            }
        }

        return found;
    }

    /// <summary>Every "expr" of the dashboards, as it is written.</summary>
    public static IReadOnlyList<(string Source, string Query)> Dashboards()
    {
        var found = new List<(string, string)>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root!, "dashboards"), "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            Collect(document.RootElement, Path.GetFileName(file), found);
        }

        return found;
    }

    private static void Collect(JsonElement element, string source, List<(string Source, string Query)> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, source, found);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.NameEquals("expr") && property.Value.ValueKind == JsonValueKind.String)
                    found.Add((source, property.Value.GetString()!));
                else
                    Collect(property.Value, source, found);
            }
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "..", "shared", "corpus");
            if (Directory.Exists(candidate))
                return Path.GetFullPath(candidate);
        }

        return null;
    }
}
