using System.Net;
using System.Security.Cryptography.X509Certificates;
using TalosPlatform.Tests.Cluster.Certificates;

namespace TalosPlatform.Tests.Cluster;

/// <summary>The throw-away authority issues what clients and servers of Kubernetes need.</summary>
public sealed class CertificateTests
{
    [Fact]
    public void A_certificate_names_its_user_and_group_and_chains_to_its_authority_alone()
    {
        using var authority = new CertificateAuthority("one", DateTimeOffset.UtcNow);
        using var stranger = new CertificateAuthority("one", DateTimeOffset.UtcNow);
        var pair = authority.Issue(new CertificateSubject("someone", "system:masters") { HostNames = ["kubernetes"], Addresses = [IPAddress.Loopback] });
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate, pair.Key);

        Assert.Equal(["CN=someone", "O=system:masters"], certificate.Subject.Split(", ").Order());
        Assert.True(certificate.MatchesHostname("kubernetes"));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
        Assert.False(certificate.MatchesHostname("elsewhere"));
        Assert.True(Chains(certificate, authority));
        Assert.False(Chains(certificate, stranger));
    }

    private static bool Chains(X509Certificate2 certificate, CertificateAuthority authority)
    {
        using var root = X509Certificate2.CreateFromPem(authority.Pair.Certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
