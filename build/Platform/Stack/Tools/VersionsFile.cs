using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Tools;

/// <summary>Reads <c>stack/versions.yaml</c>: every tool and image pin.</summary>
public static partial class VersionsFile
{
    /// <summary>The pinned tools by name.</summary>
    /// <exception cref="PlatformException">The file has mistakes; all of them are listed.</exception>
    public static ImmutableSortedDictionary<string, ToolPin> LoadTools(string path)
    {
        var file = YamlFile.Load(path);
        var tools = ImmutableSortedDictionary.CreateBuilder<string, ToolPin>(StringComparer.Ordinal);
        if (file.Root is { } root)
        {
            if (root.Mapping("tools") is { } section)
            {
                foreach (var name in section.Keys)
                {
                    if (section.Mapping(name) is { } entry)
                        tools[name] = Tool(name, entry);
                }
            }

            _ = root.Mapping("images");
            _ = root.Mapping("docker");
            root.RejectUnknownKeys();
        }

        file.ThrowIfInvalid();
        return tools.ToImmutable();
    }

    private static ToolPin Tool(string name, YamlMapping entry)
    {
        var version = ReadVersion(entry, "version") ?? new Version(0, 0, 0);
        var minimum = entry.Has("minimum") ? ReadVersion(entry, "minimum") ?? version : version;
        var binaries = ImmutableArray.CreateBuilder<ToolBinary>();
        foreach (var binary in entry.Mappings("binaries"))
        {
            var binaryName = binary.RequiredText("name");
            var inPath = binary.Texts("path");
            binaries.Add(new ToolBinary(binaryName, inPath.Count > 0 ? [.. inPath] : [binaryName], binary.Text("release") ?? "", binary.Text("debian")));
            binary.RejectUnknownKeys();
        }

        if (binaries.Count == 0)
            entry.Report("binaries", "missing-key", "at least one binary is required");
        var arguments = entry.Texts("versionArguments");
        var pin = new ToolPin(name, version, minimum, binaries.ToImmutable(), arguments.Count > 0 ? [.. arguments] : ["--version"], Release(entry.Mapping("release")), entry.Text("debian"), entry.Text("debianData"))
        {
            DebianLibraries = [.. entry.Texts("debianLibraries")],
        };
        entry.RejectUnknownKeys();
        return pin;
    }

    private static ToolRelease? Release(YamlMapping? entry)
    {
        if (entry is null)
            return null;
        var digests = entry.Mapping("sha256")?.AllTexts() ?? new Dictionary<string, string>();
        foreach (var (platform, digest) in digests)
        {
            if (!Sha256Pattern().IsMatch(digest))
                entry.Report("sha256", "invalid-value", $"the digest of \"{platform}\" is not 64 lower-case hexadecimal digits");
        }

        _ = entry.Text("repository");
        var release = new ToolRelease(entry.RequiredText("url"), entry.Text("checksums"), digests.ToImmutableSortedDictionary(StringComparer.Ordinal));
        entry.RejectUnknownKeys();
        return release;
    }

    private static Version? ReadVersion(YamlMapping entry, string key)
    {
        var text = entry.RequiredText(key);
        if (Version.TryParse(text, out var version))
            return version;
        if (text.Length > 0)
            entry.Report(key, "invalid-value", $"\"{text}\" is not a version such as 3.14.0");
        return null;
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256Pattern();
}
