using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>stack/README.md: the components there are, and that each can be left out as it says.</summary>
public sealed class LeaveOutTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Manifests.StackRoot, "README.md"));

    // Component; what goes besides the lines that name its folder; what comes instead.
    public static TheoryData<string, string, string> Components => new()
    {
        { "alertmanager", "", "" },
        { "node-exporter", "", "" },
        { "kube-state-metrics", "", "" },
        { "grafana", "/dashboards", "" },
        { "loki", "", "" },
        { "tempo", "otlp.yaml", "" },
        { "alloy", "", "" },
        { "traefik", "/ingress", "" },
        { "local-path-storage", "/storage", "" },
        { "opentelemetry-collector", "otlp.yaml", "standard/otlp.yaml" },
        { "pyroscope", "", "" },
    };

    [Fact]
    public void The_table_names_every_component() => Assert.Equal(
        Manifests.Components.Where(c => c != "namespaces"),
        Readme.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(c => c == '|') == 5 && !line.Contains("minimal", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Components))]
    public void Ports_in_the_table_are_those_of_the_pods(string component, string besides, string instead)
    {
        _ = (besides, instead);
        var cell = Readme.Split('\n').Single(line => line.StartsWith($"| `{component}` |", StringComparison.Ordinal)).Split('|')[2].Split(';')[0];
        Assert.Equal(
            Manifests.Workloads.Where(w => w.Manifest.Component == component).SelectMany(w => w.Container.Ports).Select(p => p.ContainerPort.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal),
            cell.Split(',').Select(p => p.Trim()).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Components))]
    public async Task Without_a_component_nothing_leads_nowhere(string component, string besides, string instead)
    {
        var kubectl = Tool.Require("kubectl");
        var source = Path.Combine(Manifests.StackRoot, "profiles", "full");

        var folder = Directory.CreateTempSubdirectory("profile-").FullName;
        try
        {
            File.Copy(instead.Length > 0 ? Path.Combine(Manifests.StackRoot, "profiles", instead) : Path.Combine(source, "otlp.yaml"), Path.Combine(folder, "otlp.yaml"));
            var lines = File.ReadLines(Path.Combine(source, "kustomization.yaml")).Where(line =>
                !(line.EndsWith($"/{component}", StringComparison.Ordinal) || line.Contains($"/{component}/", StringComparison.Ordinal)
                    || (besides.Length > 0 && instead.Length == 0 && line.EndsWith(besides, StringComparison.Ordinal)))).ToList();
            if (lines[^1] == "components:")
                lines.RemoveAt(lines.Count - 1);

            // kustomize takes relative paths alone.
            var toProfile = Path.GetRelativePath(folder, source).Replace('\\', '/');
            await File.WriteAllLinesAsync(Path.Combine(folder, "kustomization.yaml"), lines.Select(line => line.Replace("- ../", $"- {toProfile}/../", StringComparison.Ordinal)));
            var run = await Tool.RunAsync(kubectl, ["kustomize", folder]);
            Assert.True(run.ExitCode == 0, run.Output);

            var profile = new Profile($"without {component}", run.StandardOutput, Manifests.Parse(run.StandardOutput));
            Assert.DoesNotContain(profile.Objects, item => item.Metadata.Labels["app.kubernetes.io/name"] == component);
            Assert.Empty(References.Dangling(profile));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
