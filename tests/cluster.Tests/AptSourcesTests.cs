using TalosPlatform.Tests.Cluster.Compilation;
using TalosPlatform.Tests.Cluster.Debian;

namespace TalosPlatform.Tests.Cluster;

/// <summary>The mirrors are read from the machine's own sources, in both formats apt knows.</summary>
public sealed class AptSourcesTests
{
    private const string Stanzas = """
        # a comment
        Types: deb
        URIs: http://mirror.example/debian
        Suites: bookworm bookworm-updates trixie
        Components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         abc

        Types: deb
        URIs: http://other.example/node
        Suites: nodistro
        Components: main

        Enabled: no
        Types: deb
        URIs: http://off.example/debian
        Suites: bookworm
        Components: main
        """;

    [Fact]
    public void Stanzas_of_the_release_are_kept_with_their_keys()
    {
        var stanza = Assert.Single(AptSources.OfRelease([("debian.sources", Stanzas)], "bookworm"));
        Assert.Equal("bookworm bookworm-updates", stanza.Fields["Suites"]);
        Assert.Contains("abc", stanza.Fields["Signed-By"], StringComparison.Ordinal);
        Assert.Contains("Types: deb deb-src", AptSources.WithSources([stanza]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deb http://mirror.example/debian bookworm main contrib", "http://mirror.example/debian", "main contrib")]
    [InlineData("deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian bookworm main # why", "http://mirror.example/debian", "main")]
    public void Lines_become_stanzas(string line, string uri, string components)
    {
        var stanza = Assert.Single(AptSources.OfRelease([("sources.list", line)], "bookworm"));
        Assert.Equal((uri, components, "bookworm"), (stanza.Fields["URIs"], stanza.Fields["Components"], stanza.Fields["Suites"]));
    }

    [Theory]
    [InlineData("# deb http://mirror.example/debian bookworm main")]
    [InlineData("deb-src http://mirror.example/debian bookworm main")]
    [InlineData("deb http://mirror.example/debian bookwormish main")]
    [InlineData("deb http://mirror.example/debian")]
    public void Other_lines_are_passed_over(string line) => Assert.Empty(AptSources.OfRelease([("sources.list", line)], "bookworm"));

    [Fact]
    public void Another_release_comes_from_the_main_mirror_alone()
    {
        var stanzas = AptSources.OfRelease([("a.list", "deb http://m.example/debian bookworm main\ndeb http://s.example/security bookworm-security main")], "bookworm");
        var other = AptSources.OtherRelease(stanzas, "bookworm", "trixie");
        Assert.Contains("Suites: trixie", other, StringComparison.Ordinal);
        Assert.DoesNotContain("security", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.20.5+really1.20.2-1.1+deb12u1", "1.20.2")]
    [InlineData("1.20.2-1", "1.20.2")]
    public void The_version_of_upstream_is_read_from_that_of_Debian(string debian, string upstream) => Assert.Equal(upstream, KubernetesBuild.UpstreamVersion(debian));
}
