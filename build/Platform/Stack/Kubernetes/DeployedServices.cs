using System.Collections.Immutable;
using TalosPlatform.Stack.Kubernetes.Apply;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>What is remembered of objects that were deployed.</summary>
public static class DeployedServices
{
    /// <summary>The service that some objects make up.</summary>
    /// <param name="kind"><c>stack</c>, <c>sample</c> or <c>database</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="manifests">Its objects.</param>
    /// <param name="port">Name of the port that answers.</param>
    public static DeployedService Of(string kind, string name, IReadOnlyList<Manifest> manifests, string port = "http") => new(
        kind,
        manifests.Select(m => m.Version).FirstOrDefault(v => v.Length > 0) ?? "",
        null,
        ServiceProxy.PathOf(manifests, name, port),
        [.. manifests.Where(m => ApplyOrder.StartsPods(m.Key.Kind) && m.Key.Namespace is not null).Select(m => new DeployedWorkload(m.Key.ApiVersion, m.Key.Kind, m.Key.Namespace!, m.Key.Name))]);
}
