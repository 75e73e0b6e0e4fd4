using System.Net;
using System.Text.Json.Nodes;
using TalosPlatform.Shared;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>The API server refused a request, or could not be reached.</summary>
public sealed class ApiException : PlatformException
{
    private ApiException(string what, string? fix, HttpStatusCode? status, JsonObject? body, Exception? inner = null)
        : base(what, fix, inner: inner)
    {
        Status = status;
        Body = body;
    }

    /// <summary>Status code; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The <c>Status</c> object of the answer; null when there was none.
    /// Shape: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/</summary>
    public JsonObject? Body { get; }

    /// <summary>An answer that is no success.</summary>
    public static ApiException Of(string request, HttpStatusCode status, JsonObject? body)
    {
        var message = body?["message"]?.GetValue<string>();
        return new ApiException($"The API server answered {(int)status} to \"{request}\"{(string.IsNullOrEmpty(message) ? "" : $": {message}")}", Advice(status), status, body);
    }

    /// <summary>No answer at all.</summary>
    public static ApiException Unreachable(string request, Uri server, string reason, Exception inner) =>
        new($"The API server \"{server}\" did not answer \"{request}\": {reason}", "Check that the cluster runs and that the kubeconfig leads to it.", null, null, inner);

    private static string? Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "The credentials of the kubeconfig are refused: renew them.",
        HttpStatusCode.Forbidden => "Use a context whose user may do this; deploying the stack needs the rights of a cluster administrator.",
        _ => null,
    };
}
