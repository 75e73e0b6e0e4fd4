using System.Net;
using System.Security.Cryptography;
using System.Text;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Tests.Cluster.Certificates;

/// <summary>Certificates, keys and kubeconfigs of one cluster, new for each start.</summary>
internal static class ClusterCredentials
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes <c>pki/</c> and <c>*.kubeconfig</c> below the node's configuration, and the kubeconfig for people.</summary>
    public static void Write(ClusterFolder folder, NodeNetwork network, DateTimeOffset now)
    {
        using var authority = new CertificateAuthority("reference-cluster", now);
        using var frontProxy = new CertificateAuthority("reference-front-proxy", now);
        var node = IPAddress.Parse(network.NodeAddress);
        var pki = Path.Combine(folder.Node, "pki");

        Save(pki, "ca", authority.Pair);
        Save(pki, "front-proxy-ca", frontProxy.Pair);
        Save(pki, "front-proxy", frontProxy.Issue(new CertificateSubject("front-proxy-client")));
        Save(pki, "kubelet-client", authority.Issue(new CertificateSubject("kube-apiserver-kubelet-client", "system:masters")));
        Save(pki, "apiserver", authority.Issue(new CertificateSubject("kube-apiserver")
        {
            HostNames = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"],
            Addresses = [IPAddress.Parse("10.96.0.1"), IPAddress.Loopback, node],
        }));
        var kubelet = authority.Issue(new CertificateSubject($"system:node:{NodeNetwork.NodeName}", "system:nodes") { HostNames = [NodeNetwork.NodeName], Addresses = [node] });
        Save(pki, "kubelet", kubelet);
        using (var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            AtomicFile.WriteAllText(Path.Combine(pki, "service-account.key"), signing.ExportECPrivateKeyPem(), OwnerOnly);
            AtomicFile.WriteAllText(Path.Combine(pki, "service-account.pub"), signing.ExportSubjectPublicKeyInfoPem());
        }

        void Kubeconfig(string path, string server, CertificatePair user) => AtomicFile.WriteAllText(path, Render(server, authority.Pair.Certificate, user), OwnerOnly);
        string Inside(string name) => Path.Combine(folder.Node, name + ".kubeconfig");
        const string loopback = "https://127.0.0.1:6443";
        var admin = authority.Issue(new CertificateSubject("reference-admin", "system:masters"));
        Kubeconfig(Inside("admin"), loopback, admin);
        Kubeconfig(Inside("kubelet"), loopback, kubelet);
        Kubeconfig(Inside("controller-manager"), loopback, authority.Issue(new CertificateSubject("system:kube-controller-manager")));
        Kubeconfig(Inside("scheduler"), loopback, authority.Issue(new CertificateSubject("system:kube-scheduler")));
        Kubeconfig(Inside("proxy"), loopback, authority.Issue(new CertificateSubject("system:kube-proxy")));
        Kubeconfig(folder.Kubeconfig, network.Server, admin);
    }

    private static void Save(string pki, string name, CertificatePair pair)
    {
        AtomicFile.WriteAllText(Path.Combine(pki, name + ".crt"), pair.Certificate);
        AtomicFile.WriteAllText(Path.Combine(pki, name + ".key"), pair.Key, OwnerOnly);
    }

    private static string Render(string server, string authority, CertificatePair user) => $"""
        apiVersion: v1
        kind: Config
        current-context: reference
        contexts:
          - name: reference
            context: {"{"} cluster: reference, user: reference-admin {"}"}
        clusters:
          - name: reference
            cluster:
              server: {server}
              certificate-authority-data: {Base64(authority)}
        users:
          - name: reference-admin
            user:
              client-certificate-data: {Base64(user.Certificate)}
              client-key-data: {Base64(user.Key)}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
