using System.Collections.Immutable;
using TalosPlatform.Settings;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Settings that reach containers by their environment.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("{ name: RETENTION, value: 24h }", "RETENTION", "48h", "48h")]
    [InlineData("{ name: OTHER, value: 24h }", "RETENTION", "48h", "24h")]
    [InlineData("{ name: RETENTION, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }", "RETENTION", "48h", null)]
    public void Only_a_variable_that_is_there_with_a_value_is_set(string variable, string name, string value, string? expected)
    {
        var manifest = Manifest.ReadAll($"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: loki }}\nspec: {{ template: {{ spec: {{ containers: [{{ name: a, env: [{variable}] }}] }} }} }}\n", "test").Single();
        var changed = new EnvironmentSubstitution(ImmutableDictionary<string, string>.Empty.Add(name, value)).Apply(manifest);
        Assert.Equal(expected, changed.Json["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]![0]!["value"]?.GetValue<string>());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(90, "2h")]
    [InlineData(60, "1h")]
    [InlineData(1, "1h")]
    public void Retention_is_told_in_whole_hours_and_only_when_somebody_set_it(int? minutes, string? expected)
    {
        var settings = new RunSettings();
        settings = settings with { Stack = settings.Stack with { Retention = minutes is { } m ? TimeSpan.FromMinutes(m) : null } };
        Assert.Equal(expected, StackObjects.Environment(settings).GetValueOrDefault("RETENTION"));
        Assert.Equal(settings.Cluster.Name, StackObjects.Environment(settings)["CLUSTER_NAME"]);
    }
}
