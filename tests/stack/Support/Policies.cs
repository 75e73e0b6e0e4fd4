using System.Net;
using k8s;
using k8s.Models;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Policies;
using TalosPlatform.Stack.Policies.NetworkPolicies;

namespace TalosPlatform.Tests.Stack.Support;

/// <summary>The platform's own evaluators over the objects of stack/, for what no cluster of the tests enforces.</summary>
internal static class Policies
{
    private static readonly NetworkPolicyEvaluator Evaluator = new(Manifests.OfType<V1NetworkPolicy>().Select(p => NetworkPolicyReader.Read(Yaml(p), "")));

    /// <summary>An address that is no pod: a node other than the pod's, the API server, the world.</summary>
    public static NetworkPeer Outside { get; } = NetworkPeer.Outside(IPAddress.Parse("192.0.2.1"));

    /// <summary>The pod of a workload, for the Pod Security Standards.</summary>
    public static PodTemplate Pod(V1PodTemplateSpec template) => PodTemplate.Of(Yaml(new V1Pod { ApiVersion = "v1", Kind = "Pod", Metadata = template.Metadata, Spec = template.Spec }))!;

    /// <summary>Whether a caller reaches a named port of a workload; a name that the pod does not declare is reached by nobody.</summary>
    public static bool Allows(NetworkPeer caller, Workload workload, string port) =>
        workload.Container.Ports.SingleOrDefault(p => p.Name == port) is { } declared && Evaluator.Evaluate(
            caller,
            NetworkPeer.Pod(workload.Namespace, workload.Template.Metadata.Labels, workload.Container.Ports.Select(p => new PeerPort(p.Name, p.ContainerPort, p.Protocol))),
            declared.ContainerPort,
            declared.Protocol).Allowed;

    /// <summary>Whether a caller reaches a named port of a pod, among policies that are not the stack's.</summary>
    public static bool Allows(NetworkPeer caller, string space, V1PodTemplateSpec pod, string port, IEnumerable<V1NetworkPolicy> among)
    {
        var ports = pod.Spec.Containers.SelectMany(c => c.Ports).ToList();
        var declared = ports.Single(p => p.Name == port);
        return new NetworkPolicyEvaluator(among.Select(p => NetworkPolicyReader.Read(Yaml(p), ""))).Evaluate(
            caller, NetworkPeer.Pod(space, pod.Metadata.Labels, ports.Select(p => new PeerPort(p.Name, p.ContainerPort, p.Protocol))), declared.ContainerPort, declared.Protocol).Allowed;
    }

    private static YamlMapping Yaml(object item) => YamlFile.Parse(KubernetesYaml.Serialize(item), "object.yaml").Root!;
}
