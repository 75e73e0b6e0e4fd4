using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TalosPlatform.Tests.Cluster.Certificates;

/// <summary>A certificate and its private key, PEM.</summary>
internal sealed record CertificatePair(string Certificate, string Key);

/// <summary>Whom a certificate is for.</summary>
/// <param name="Name">Common name: the user name in the eyes of the API server.</param>
/// <param name="Group">Organization: the user's group; null for none.</param>
internal sealed record CertificateSubject(string Name, string? Group = null)
{
    /// <summary>Host names it serves.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Addresses it serves.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];
}

/// <summary>A throw-away certificate authority (ECDSA P-256). Nothing outside one cluster trusts it.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    // Clocks of host and node are the same; certificates still start early, for a clock that is set back.
    private static readonly TimeSpan Early = TimeSpan.FromHours(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly DateTimeOffset _now;

    public CertificateAuthority(string name, DateTimeOffset now)
    {
        _now = now;
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(now - Early, now + Lifetime);
    }

    /// <summary>The authority's own certificate and key.</summary>
    public CertificatePair Pair => new(_certificate.ExportCertificatePem(), _key.ExportECPrivateKeyPem());

    /// <summary>Issues a certificate for clients and servers.</summary>
    public CertificatePair Issue(CertificateSubject subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        if (subject.Group is { } group)
            name.AddOrganizationName(group);
        name.AddCommonName(subject.Name);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (subject.HostNames.Count + subject.Addresses.Count > 0)
            request.CertificateExtensions.Add(AlternativeNames(subject));
        using var issued = request.Create(_certificate, _now - Early, _certificate.NotAfter, RandomNumberGenerator.GetBytes(16));
        return new CertificatePair(issued.ExportCertificatePem(), key.ExportECPrivateKeyPem());
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static X509Extension AlternativeNames(CertificateSubject subject)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in subject.HostNames)
            names.AddDnsName(host);
        foreach (var address in subject.Addresses)
            names.AddIpAddress(address);
        return names.Build();
    }
}
