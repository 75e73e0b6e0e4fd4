using System.Text.Json.Nodes;
using TalosPlatform.Stack.Kubernetes.Manifests;

namespace TalosPlatform.Stack.Kubernetes;

/// <summary>Addresses of services behind the API server:
/// https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls</summary>
public static class ServiceProxy
{
    /// <summary>Path of the service of that name, relative to the server and ending in a slash; null when there is none.</summary>
    /// <param name="manifests">Objects of the component or application.</param>
    /// <param name="name">Name of the service.</param>
    /// <param name="port">Name of the port to take; the first one when there is none of that name.</param>
    public static string? PathOf(IEnumerable<Manifest> manifests, string name, string port = "http")
    {
        var services = manifests.Where(m => m.Key.Kind == "Service").ToList();
        var service = services.Find(s => s.Key.Name == name) ?? services.FirstOrDefault();
        var ports = (service?.Json["spec"]?["ports"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (service is null || ports.Count == 0)
            return null;
        var chosen = ports.Find(p => p["name"]?.GetValue<string>() == port) ?? ports[0];
        return $"api/v1/namespaces/{service.Key.Namespace}/services/{service.Key.Name}:{chosen["name"]?.GetValue<string>() ?? chosen["port"]!.ToString()}/proxy/";
    }
}
