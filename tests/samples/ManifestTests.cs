using k8s;
using k8s.Models;
using TalosPlatform.Tests.Samples.Support;

namespace TalosPlatform.Tests.Samples;

/// <summary>k8s.yaml: read with unknown and duplicate keys refused, then held against the restricted pod security standard.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Samples => [.. Repository.Samples];

    [Theory, MemberData(nameof(Samples))]
    public void Pods_are_found_by_the_annotations_of_their_template(string sample)
    {
        var (deployment, container) = Deployment(sample);
        var annotations = deployment.Spec.Template.Metadata.Annotations;
        Assert.Equal(("true", "/metrics"), (annotations["prometheus.io/scrape"], annotations["prometheus.io/path"]));
        Assert.Contains(container.Ports, port => port.ContainerPort.ToString(System.Globalization.CultureInfo.InvariantCulture) == annotations["prometheus.io/port"]);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Everything_is_named_and_labelled_alike(string sample)
    {
        foreach (var (name, labels) in Objects(sample).Select(item => (item.Metadata.Name, item.Metadata.Labels))
            .Append((sample, Deployment(sample).Deployment.Spec.Template.Metadata.Labels)))
        {
            Assert.Equal(sample, name);
            Assert.Equal((sample, "samples"), (labels["app.kubernetes.io/name"], labels["app.kubernetes.io/part-of"]));
            Assert.Matches(@"^\d+\.\d+\.\d+$", labels["app.kubernetes.io/version"]);
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void Pods_meet_the_restricted_security_standard(string sample)
    {
        var (deployment, container) = Deployment(sample);
        var pod = deployment.Spec.Template.Spec;
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.InRange(pod.SecurityContext.RunAsUser!.Value, 1, long.MaxValue);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.False(Objects(sample).OfType<V1ServiceAccount>().Single().AutomountServiceAccountToken);
        Assert.All(pod.Volumes, volume => Assert.NotNull(volume.EmptyDir.SizeLimit));
    }

    [Theory, MemberData(nameof(Samples))]
    public void Pods_have_probes_requests_limits_and_time_to_drain(string sample)
    {
        var (deployment, container) = Deployment(sample);
        Assert.Equal(("/readyz", "/readyz", "/healthz"),
            (container.StartupProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path, container.LivenessProbe.HttpGet.Path));
        foreach (var resource in new[] { "cpu", "memory" })
        {
            Assert.True(container.Resources.Requests[resource].ToDecimal() > 0);
            Assert.True(container.Resources.Limits[resource].ToDecimal() >= container.Resources.Requests[resource].ToDecimal());
        }
        var delay = int.Parse(container.Env.Single(variable => variable.Name == "SHUTDOWN_DELAY_SECONDS").Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(deployment.Spec.Template.Spec.TerminationGracePeriodSeconds >= delay + 15);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Ports_agree_with_the_service_the_policy_and_app_yaml(string sample)
    {
        var (deployment, container) = Deployment(sample);
        var names = container.Ports.Select(port => port.Name).ToArray();
        Assert.All(container.Ports, port => Assert.Equal("TCP", port.Protocol));
        Assert.Equal(names.Order(), AppManifest.Of(sample).Ports.Keys.Order());

        var service = Objects(sample).OfType<V1Service>().Single();
        Assert.All(service.Spec.Ports, port => Assert.Equal("TCP", port.Protocol));
        Assert.Equal(names, service.Spec.Ports.Select(port => port.TargetPort.Value));
        Assert.Equal(deployment.Spec.Selector.MatchLabels, service.Spec.Selector);

        var policy = Objects(sample).OfType<V1NetworkPolicy>().Single();
        Assert.Equal(["Ingress", "Egress"], policy.Spec.PolicyTypes);
        Assert.Equal(deployment.Spec.Selector.MatchLabels, policy.Spec.PodSelector.MatchLabels);
        Assert.Equal(names.Order(), policy.Spec.Ingress.SelectMany(rule => rule.Ports).Select(port => port.Port.Value).Order());
        Assert.All(policy.Spec.Ingress.Concat<object>(policy.Spec.Egress).SelectMany(rule => rule is V1NetworkPolicyIngressRule ingress ? ingress.Ports : ((V1NetworkPolicyEgressRule)rule).Ports),
            port => Assert.Contains(port.Protocol, new[] { "TCP", "UDP" }));
    }

    [Fact]
    public void The_database_of_the_catalogue_is_as_restricted_as_the_samples_and_answers_it_alone()
    {
        var objects = KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Repository.Sample("postgres-catalog"), "database.yaml")), strict: true);
        var database = objects.OfType<V1StatefulSet>().Single();
        var pod = database.Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.Equal((true, "RuntimeDefault"), (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.SeccompProfile.Type));
        Assert.Equal((false, true), (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem));
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.All(pod.Volumes, volume => Assert.NotNull(volume.EmptyDir.SizeLimit));

        // One password, in no file: both sides read the same key of a Secret that is not here.
        var catalogue = Deployment("postgres-catalog").Container;
        var (theirs, ours) = (Password(catalogue, "PGPASSWORD"), Password(container, "POSTGRES_PASSWORD"));
        Assert.Equal(("postgres-catalog-database", "password"), (ours.Name, ours.Key));
        Assert.Equal((ours.Name, ours.Key), (theirs.Name, theirs.Key));
        Assert.DoesNotContain(objects, item => item is V1Secret);

        var service = objects.OfType<V1Service>().Single();
        Assert.Equal(service.Metadata.Name, catalogue.Env.Single(variable => variable.Name == "PGHOST").Value);
        var policy = objects.OfType<V1NetworkPolicy>().Single();
        Assert.Equal(database.Spec.Selector.MatchLabels, policy.Spec.PodSelector.MatchLabels);
        var from = Assert.Single(Assert.Single(policy.Spec.Ingress).FromProperty);
        Assert.Equal("postgres-catalog", Assert.Single(from.PodSelector.MatchLabels).Value);
        Assert.All(policy.Spec.Egress.SelectMany(rule => rule.Ports), port => Assert.Equal("53", port.Port.Value));
    }

    private static V1SecretKeySelector Password(V1Container container, string variable) => container.Env.Single(env => env.Name == variable).ValueFrom.SecretKeyRef;

    private static (V1Deployment Deployment, V1Container Container) Deployment(string sample)
    {
        var deployment = Objects(sample).OfType<V1Deployment>().Single();
        return (deployment, Assert.Single(deployment.Spec.Template.Spec.Containers));
    }

    private static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects(string sample) =>
        [.. KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Repository.Sample(sample), "k8s.yaml")), strict: true)
            .Cast<IKubernetesObject<V1ObjectMeta>>()];
}
