using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using TalosPlatform.Stack.Policies.NetworkPolicies;
using TalosPlatform.Stack.Policies.PodSecurity;
using TalosPlatform.Tests.Stack.Discovery;
using TalosPlatform.Tests.Stack.Support;

namespace TalosPlatform.Tests.Stack;

/// <summary>What <c>kubectl apply -k stack/databases/NAME</c> would apply: a server that stands by itself, with its exporter beside it.</summary>
public sealed partial class DatabaseTests
{
    private static readonly string[] KeysOfSecrets = ["admin-password", "exporter-password", "password"];

    public static TheoryData<string> Names => ["mongodb", "mysql", "postgres", "redis"];

    [Theory, MemberData(nameof(Names))]
    public async Task Objects_are_those_of_the_golden_list(string name)
    {
        var lines = (await RenderAsync(name)).Objects.Select(o => $"{o.Kind} {(o.Metadata.NamespaceProperty is { } space ? space + "/" : "")}{(o is V1ConfigMap ? HashSuffix().Replace(o.Metadata.Name, "-*") : o.Metadata.Name)}").Order(StringComparer.Ordinal);
        Golden.Check(string.Join('\n', lines) + "\n", Path.Combine(Repository.Root, "tests", "stack", "golden", $"database-{name}.txt"));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_reference_leads_somewhere_but_to_the_secret_which_is_in_no_manifest(string name)
    {
        var rendered = await RenderAsync(name);
        Assert.Empty(References.Dangling(rendered));
        Assert.DoesNotContain(rendered.Objects, o => o is V1Secret);
        var set = rendered.OfType<V1StatefulSet>().Single();
        Assert.Equal(set.Spec.ServiceName, rendered.OfType<V1Service>().Single(s => s.Metadata.NamespaceProperty == "databases").Metadata.Name);
        var claim = rendered.OfType<V1PersistentVolumeClaim>().Single();
        Assert.Equal((name, "databases"), (claim.Metadata.Name, claim.Metadata.NamespaceProperty));
        Assert.Contains(rendered.OfType<V1StorageClass>(), c => c.Metadata.Name == claim.Spec.StorageClassName);
        Assert.Equal(name, set.Spec.Template.Spec.Volumes.Single(v => v.Name == "data").PersistentVolumeClaim.ClaimName);
        var secrets = set.Spec.Template.Spec.Volumes.Select(v => v.Secret?.SecretName)
            .Concat(set.Spec.Template.Spec.Containers.SelectMany(c => c.Env ?? []).Select(e => e.ValueFrom?.SecretKeyRef?.Name)).OfType<string>();
        Assert.All(secrets, secret => Assert.Equal($"{name}-credentials", secret));
        Assert.All(set.Spec.Template.Spec.Containers.SelectMany(c => c.Env ?? []).Select(e => e.ValueFrom?.SecretKeyRef?.Key).OfType<string>(), key => Assert.Contains(key, KeysOfSecrets));
        Assert.Contains(rendered.OfType<V1ConfigMap>(), map => map.Metadata.Name == $"{name}-connection" && map.Data.Values.Contains($"{name}.databases.svc"));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Without_its_storage_a_server_has_a_bounded_place_in_its_pod(string name)
    {
        var rendered = await Profile.RenderAsync($"../databases/{name}/server");
        Assert.Empty(rendered.OfType<V1PersistentVolumeClaim>());
        Assert.Equal("2Gi", rendered.OfType<V1StatefulSet>().Single().Spec.Template.Spec.Volumes.Single(v => v.Name == "data").EmptyDir.SizeLimit.ToString());
    }

    [Theory, MemberData(nameof(Names))]
    public async Task No_password_is_an_argument_or_a_plain_variable(string name)
    {
        foreach (var container in (await RenderAsync(name)).OfType<V1StatefulSet>().Single().Spec.Template.Spec.Containers)
        {
            Assert.DoesNotContain((container.Args ?? []).Concat(container.Command ?? []), a => a.Contains("$(", StringComparison.Ordinal) && !a.Contains("$(cat /run/credentials/", StringComparison.Ordinal));
            Assert.DoesNotContain(container.Env ?? [], e => e.Value is not null && e.Name.Contains("PASS", StringComparison.Ordinal) && !e.Name.EndsWith("_FILE", StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Pods_are_admitted_by_the_strictest_level_which_their_namespace_enforces(string name)
    {
        var rendered = await RenderAsync(name);
        var pod = rendered.OfType<V1StatefulSet>().Single().Spec.Template.Spec;
        Assert.Empty(PodSecurityStandard.Check(Policies.Pod(rendered.OfType<V1StatefulSet>().Single().Spec.Template), PodSecurityLevel.Restricted).Select(v => v.Message));
        Assert.Equal("restricted", rendered.OfType<V1Namespace>().Single(n => n.Metadata.Name == "databases").Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.All(rendered.OfType<V1ServiceAccount>().Where(a => a.Metadata.NamespaceProperty == "databases"), account => Assert.False(account.AutomountServiceAccountToken));
        Assert.DoesNotContain(rendered.Objects, o => o is V1Role or V1RoleBinding && o.Metadata.NamespaceProperty == "databases");
        Assert.All(pod.Containers, container =>
        {
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal("IfNotPresent", container.ImagePullPolicy);
            Assert.All(new[] { "cpu", "memory" }, resource => Assert.True(container.Resources.Limits[resource].ToDecimal() >= container.Resources.Requests[resource].ToDecimal() && container.Resources.Requests[resource].ToDecimal() > 0));
        });
        Assert.Equal(pod.SecurityContext.RunAsUser, pod.SecurityContext.FsGroup);
        Assert.All(pod.Volumes.Where(v => v.EmptyDir is not null), v => Assert.NotNull(v.EmptyDir.SizeLimit));
        Assert.Equal(pod.Volumes.Select(v => v.Name).Order(StringComparer.Ordinal), pod.Containers.SelectMany(c => c.VolumeMounts ?? []).Select(m => m.Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Probes_and_ports_are_declared_and_old_enough(string name)
    {
        var pod = (await RenderAsync(name)).OfType<V1StatefulSet>().Single().Spec.Template.Spec;
        Assert.Equal([name, "exporter"], pod.Containers.Select(c => c.Name));
        foreach (var container in pod.Containers)
        {
            Assert.All(container.Ports, port => Assert.Equal("TCP", port.Protocol));
            Assert.All(new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe }, probe =>
            {
                Assert.True(probe is { Grpc: null, TerminationGracePeriodSeconds: null });
                var port = probe.HttpGet?.Port.Value ?? probe.TcpSocket?.Port.Value;
                Assert.True(port is null ? probe.Exec is not null : container.Ports.Any(p => p.Name == port));
            });
            Assert.Equal(1, container.StartupProbe.PeriodSeconds);
            Assert.InRange(container.StartupProbe.FailureThreshold!.Value, 60, 300);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Applications_reach_the_server_prometheus_the_exporter_and_nodes_only_the_latter(string name)
    {
        var rendered = await RenderAsync(name);
        var policies = rendered.OfType<V1NetworkPolicy>().ToList();
        Assert.Single(policies, p => p.Metadata.NamespaceProperty == "databases" && p.Spec.PodSelector.MatchLabels is null && p.Spec.Ingress is null);
        var set = rendered.OfType<V1StatefulSet>().Single();
        (NetworkPeer, string, bool)[] expected =
        [
            (NetworkPeer.Pod("default", [new("app.kubernetes.io/name", "shop")]), name, true),
            (Policies.Outside, name, false),
            (NetworkPeer.Pod("observability", [new("app.kubernetes.io/name", "prometheus")]), "http-metrics", true),
            (Policies.Outside, "http-metrics", true),
        ];
        Assert.All(expected, e => Assert.True(e.Item3 == Policies.Allows(e.Item1, "databases", set.Spec.Template, e.Item2, policies), $"{e.Item1} {e.Item2}"));
        Assert.Empty(policies.Single(p => p.Metadata.Name == name).Spec.Egress ?? []);
        Assert.Contains("Egress", policies.Single(p => p.Metadata.Name == name).Spec.PolicyTypes);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Discovery_finds_the_exporter_once_under_the_name_that_dashboards_and_alerts_know(string name)
    {
        var set = (await RenderAsync(name)).OfType<V1StatefulSet>().Single();
        var target = Assert.Single(ScrapeJob.Of("annotated-pods").Targets(SamplePod.Of("databases", $"{name}-0", set.Spec.Template)));
        Assert.Equal((name, "databases", $"{name}-0", "exporter"), (target.Labels["job"], target.Labels["namespace"], target.Labels["pod"], target.Labels["container"]));
        Assert.EndsWith(":" + set.Spec.Template.Metadata.Annotations["prometheus.io/port"] + "/metrics", target.Url, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_object_uses_an_api_that_is_served_throughout(string name) =>
        Assert.DoesNotContain((await RenderAsync(name)).Objects, o => !ApiAvailabilityTests.IsServedThroughout($"{o.ApiVersion}/{o.Kind}"));

    [Theory, MemberData(nameof(Names))]
    public async Task The_version_on_labels_is_that_of_the_image(string name) =>
        Assert.All((await RenderAsync(name)).Objects.Where(o => o.Metadata.Labels?["app.kubernetes.io/name"] == name),
            o => Assert.Equal((Images.Pins[name].Tag, "databases"), (o.Metadata.Labels["app.kubernetes.io/version"], o.Metadata.Labels["app.kubernetes.io/part-of"])));

    private static Task<Profile> RenderAsync(string name) => Profile.RenderAsync($"../databases/{name}");

    // kustomize's hash: ten letters and digits without vowels that could spell a word.
    [GeneratedRegex("-[2-9bcdfghkmt]{10}$", RegexOptions.CultureInvariant)]
    private static partial Regex HashSuffix();
}
