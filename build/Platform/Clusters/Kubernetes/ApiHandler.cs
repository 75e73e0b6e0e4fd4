using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;

namespace TalosPlatform.Clusters.Kubernetes;

/// <summary>Connections to an API server with its trust and credentials; shared by every client of a cluster.</summary>
internal static class ApiHandler
{
    /// <summary>The handler to put under clients; whoever made it disposes it.</summary>
    public static HttpMessageHandler Create(KubernetesClientConfiguration configuration)
    {
        var sockets = new SocketsHttpHandler
        {
            // An API server that redirects would be given our credentials elsewhere.
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,
            // A server that went away without a word is noticed, and watches end.
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            SslOptions = Tls(configuration),
        };
        return Credentials(configuration) is { } credentials ? new Authenticated(credentials, sockets) : sockets;
    }

    private static SslClientAuthenticationOptions Tls(KubernetesClientConfiguration configuration)
    {
        var options = new SslClientAuthenticationOptions();
        if (!string.IsNullOrEmpty(configuration.TlsServerName))
            options.TargetHost = configuration.TlsServerName;
        if (configuration.SkipTlsVerify)
        {
#pragma warning disable CA5359 // The user's kubeconfig says insecure-skip-tls-verify.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        if (ClientCertificate(configuration) is { } certificate)
            options.ClientCertificates = [certificate];
        return options;
    }

    private static X509Certificate2? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        var certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        if (certificate is null || key is null)
            return null;
        var pair = X509Certificate2.CreateFromPem(certificate, key);
        // Windows' TLS cannot use a key that lives in memory only.
        return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null) : pair;
    }

    private static string? Pem(string? base64, string? file) =>
        base64 is { Length: > 0 } ? Encoding.UTF8.GetString(Convert.FromBase64String(base64)) : file is { Length: > 0 } ? File.ReadAllText(file) : null;

    private static ServiceClientCredentials? Credentials(KubernetesClientConfiguration configuration) => configuration switch
    {
        { TokenProvider: { } provider } => new TokenCredentials(provider),
        { AccessToken.Length: > 0 } => new TokenCredentials(configuration.AccessToken),
        { Username.Length: > 0 } => new BasicAuthenticationCredentials { UserName = configuration.Username, Password = configuration.Password },
        _ => null,
    };

    private sealed class Authenticated(ServiceClientCredentials credentials, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
