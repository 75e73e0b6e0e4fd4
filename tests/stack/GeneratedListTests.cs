using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>The lists of dashboards and rules that kustomize reads are those of the folders; <c>ACCEPT_GOLDEN=1</c> writes them.</summary>
public sealed class GeneratedListTests
{
    [Fact]
    public void Every_dashboard_is_in_the_config_map() => Check("dashboards/kustomization.yaml", "*.json");

    [Fact]
    public void Every_rule_file_is_in_the_config_map() => Check("alerts/kustomization.yml", "*.yaml");

    private static void Check(string kustomization, string pattern)
    {
        var path = Path.Combine(Repository.Root, kustomization);
        var folder = Path.GetDirectoryName(path)!;
        var files = Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Where(f => f != path && !Path.GetFileNameWithoutExtension(f).EndsWith("_test", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);

        // Keys of a ConfigMap have no folders.
        var names = files.Select(f => Path.GetFileName(f)).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());

        var head = File.ReadAllText(path).ReplaceLineEndings("\n").Split("    files:\n")[0];
        Golden.Check(head + "    files:\n" + string.Concat(files.Select(f => Path.GetFileName(f) == f ? $"      - {f}\n" : $"      - {Path.GetFileName(f)}={f}\n")), path);
    }
}
