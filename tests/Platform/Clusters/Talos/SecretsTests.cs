using System.Text;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Clusters.Talos;

public sealed class SecretsTests
{
    private const string Configuration = """
        version: v1alpha1
        machine:
          type: controlplane
          token: d8cwfa.eyvpi0xwxyarbfid
          ca:
            crt: LS0tpublic
            key: LS0tprivatekeyofthemachine
          install: { disk: /dev/sda }
        cluster:
          id: not-a-secret-id
          secret: pofHbABZq7VXuObsdLdy
          secretboxEncryptionSecret: "45yd2Ke+sytiICojDf8aibTfgt99nz"
          etcd:
            ca:
              key: |
                -----BEGIN EC PRIVATE KEY-----
                MHcCAQEEIEYlYh75SQ6zUBEMFzzniS6nUX7C
                eqCMwKy4E6GTEE0coAoGCCqGSM49
                -----END EC PRIVATE KEY-----
        """;

    [Fact]
    public void Nothing_secret_of_a_node_can_be_shown()
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Configuration));
        var node = new ContainerCondition(true, 0, false, "", ["PLATFORM=container", "USERDATA=" + encoded]);
        var redactor = new Redactor();
        Secrets.Learn(redactor, node);
        var shown = redactor.Redact(Configuration + "\n" + encoded);
        foreach (var secret in (string[])["d8cwfa.eyvpi0xwxyarbfid", "LS0tprivatekeyofthemachine", "pofHbABZq7VXuObsdLdy", "45yd2Ke+sytiICojDf8aibTfgt99nz", "MHcCAQEEIEYlYh75SQ6zUBEMFzzniS6nUX7C", "eqCMwKy4E6GTEE0coAoGCCqGSM49", encoded])
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.Contains("type: controlplane", shown, StringComparison.Ordinal);
        Assert.Contains("id: not-a-secret-id", shown, StringComparison.Ordinal);
        Assert.Equal(["PLATFORM=container", "USERDATA=[redacted]"], Secrets.Shown(node));
    }

    [Theory]
    [InlineData("USERDATA=%%%")]
    [InlineData("USERDATA=")]
    [InlineData("OTHER=1")]
    public void A_strange_environment_is_no_error(string variable)
    {
        var redactor = new Redactor();
        Secrets.Learn(redactor, new ContainerCondition(true, 0, false, "", [variable]));
        Assert.Equal("controlplane", redactor.Redact("controlplane"));
    }
}
