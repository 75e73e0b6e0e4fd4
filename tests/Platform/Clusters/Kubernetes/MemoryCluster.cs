using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes.Apply;

namespace TalosPlatform.Tests.Clusters.Kubernetes;

/// <summary>An API server that remembers what was applied. A workload is ready at once, unless one of its images cannot be pulled.</summary>
internal sealed class MemoryCluster : HttpMessageHandler
{
    private static readonly (string ApiVersion, string Kind, string Plural, bool Namespaced)[] Kinds =
    [
        ("v1", "Namespace", "namespaces", false), ("v1", "ServiceAccount", "serviceaccounts", true), ("v1", "ConfigMap", "configmaps", true), ("v1", "Secret", "secrets", true),
        ("v1", "Service", "services", true), ("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true), ("v1", "LimitRange", "limitranges", true), ("v1", "ResourceQuota", "resourcequotas", true),
        ("v1", "Pod", "pods", true), ("v1", "Event", "events", true), ("apps/v1", "Deployment", "deployments", true), ("apps/v1", "DaemonSet", "daemonsets", true), ("apps/v1", "StatefulSet", "statefulsets", true),
        ("batch/v1", "Job", "jobs", true), ("rbac.authorization.k8s.io/v1", "Role", "roles", true), ("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", true),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", false), ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", false),
        ("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", true), ("networking.k8s.io/v1", "Ingress", "ingresses", true), ("networking.k8s.io/v1", "IngressClass", "ingressclasses", false),
        ("storage.k8s.io/v1", "StorageClass", "storageclasses", false),
    ];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private int _version;

    /// <summary>A part of the references of images that cannot be pulled.</summary>
    public string? Unpullable { get; set; }

    /// <summary>How often something was written.</summary>
    public int Writes { get; private set; }

    /// <summary>Everything that is there, as people write it.</summary>
    public IReadOnlyList<string> Objects
    {
        get
        {
            lock (_gate)
                return [.. _objects.Values.Select(o => ObjectKey.Of(o).ToString())];
        }
    }

    /// <summary>A client of it, for which time passes at once.</summary>
    public ApiServer Connect() => new(new Uri("https://10.0.0.1:6443/"), this, new ScriptedServer.Impatient());

    /// <summary>Puts an object there that somebody else made.</summary>
    public void Add(string json)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        lock (_gate)
            _objects[PathOf(ObjectKey.Of(item))] = item;
    }

    /// <summary>Lets a path, such as a pod's log, answer with a text.</summary>
    public void Answer(string path, string text) => _texts[path] = text;

    /// <summary>An object by the path of its kind and its name, such as <c>statefulsets/redis</c>.</summary>
    public JsonObject Get(string tail)
    {
        lock (_gate)
            return _objects.Single(o => o.Key.EndsWith("/" + tail, StringComparison.Ordinal)).Value;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath[1..];
        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query);
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (_gate)
        {
            if (_texts.TryGetValue(request.RequestUri.PathAndQuery[1..].Split('&')[0] + (query["previous"] is null ? "" : "&previous"), out var text))
                return Of(HttpStatusCode.OK, text);
            if (path.EndsWith("/log", StringComparison.Ordinal))
                return Of(HttpStatusCode.BadRequest, "{}");
            if (request.Method == HttpMethod.Patch)
                return Of(HttpStatusCode.OK, Apply(path, JsonNode.Parse(body!)!.AsObject()).ToJsonString());
            if (request.Method == HttpMethod.Delete)
                return _objects.Remove(path) ? Of(HttpStatusCode.OK, "{}") : Of(HttpStatusCode.NotFound, "{}");
            if (Kinds.Where(k => ApiResource.Root(k.ApiVersion) == path).ToList() is { Count: > 0 } group)
                return Of(HttpStatusCode.OK, Discovery(group).ToJsonString());
            if (_objects.TryGetValue(path, out var found))
                return Of(HttpStatusCode.OK, found.ToJsonString());
            if (Kinds.FirstOrDefault(k => path.EndsWith("/" + k.Plural, StringComparison.Ordinal)) is not { Kind: { } kind })
                return Of(HttpStatusCode.NotFound, "{}");
            return Of(HttpStatusCode.OK, query["watch"] is null ? List(path, kind, query["labelSelector"]).ToJsonString() : "");
        }
    }

    private JsonObject Apply(string path, JsonObject wanted)
    {
        Writes++;
        var json = (JsonObject)wanted.DeepClone();
        var metadata = json["metadata"]!.AsObject();
        metadata["uid"] = path;
        metadata["generation"] = 1;
        metadata["resourceVersion"] = $"{++_version}";
        metadata["managedFields"] = new JsonArray(new JsonObject { ["manager"] = FieldOwners.Manager, ["operation"] = "Apply" });
        var works = Trouble(json) is null;
        json["status"] = new JsonObject { ["observedGeneration"] = 1, ["replicas"] = 1, ["updatedReplicas"] = 1, ["readyReplicas"] = works ? 1 : 0, ["availableReplicas"] = works ? 1 : 0 };
        return _objects[path] = json;
    }

    private JsonObject List(string path, string kind, string? selector)
    {
        // A collection of all namespaces has its objects below each of them.
        var plural = path[(path.LastIndexOf('/') + 1)..];
        var root = path[..path.LastIndexOf('/')];
        var items = kind == "Pod" ? Pods(path) : _objects.Where(o => o.Key.StartsWith(root + "/", StringComparison.Ordinal) && o.Key.Split('/')[^2] == plural).Select(o => o.Value);
        return new JsonObject
        {
            ["kind"] = kind + "List",
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" },
            ["items"] = new JsonArray([.. items.Where(item => Selected(item, selector)).Select(item => item.DeepClone())]),
        };
    }

    private static bool Selected(JsonObject item, string? selector) => (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
        .All(part => item["metadata"]?["labels"]?[part.Split('=')[0]]?.GetValue<string>() is { } value && (!part.Contains('=', StringComparison.Ordinal) || value == part.Split('=')[1]));

    // One for each workload of the namespace.
    private IEnumerable<JsonObject> Pods(string path) => _objects.Where(o => o.Value["spec"]?["template"] is not null && o.Key.Split("/namespaces/")[^1].Split('/')[0] == path.Split("/namespaces/")[^1].Split('/')[0]).Select(o => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = ObjectKey.Of(o.Value).Name + "-0", ["labels"] = o.Value["spec"]!["template"]!["metadata"]!["labels"]!.DeepClone() },
        ["status"] = new JsonObject
        {
            ["containerStatuses"] = new JsonArray([.. o.Value["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(c => new JsonObject
            {
                ["name"] = c!["name"]!.DeepClone(),
                ["image"] = c["image"]!.DeepClone(),
                ["restartCount"] = 0,
                ["state"] = new JsonObject { [Trouble(o.Value) is null ? "running" : "waiting"] = new JsonObject { ["reason"] = Trouble(o.Value) } },
            })]),
        },
    });

    private string? Trouble(JsonObject workload) =>
        Unpullable is { } part && (workload["spec"]?["template"]?["spec"]?["containers"] as JsonArray ?? []).Any(c => c!["image"]!.GetValue<string>().Contains(part, StringComparison.Ordinal)) ? "ErrImagePull" : null;

    private static JsonObject Discovery(List<(string ApiVersion, string Kind, string Plural, bool Namespaced)> group) => new()
    {
        ["resources"] = new JsonArray([.. group.Select(k => new JsonObject { ["kind"] = k.Kind, ["name"] = k.Plural, ["namespaced"] = k.Namespaced, ["verbs"] = new JsonArray("list", "delete") })]),
    };

    private static string PathOf(ObjectKey key)
    {
        var kind = Kinds.Single(k => k.Kind == key.Kind);
        return new ApiResource(kind.ApiVersion, kind.Kind, kind.Plural, kind.Namespaced, CanBeListed: true).Path(key);
    }

    private static HttpResponseMessage Of(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
