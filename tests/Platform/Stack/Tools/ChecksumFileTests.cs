using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Tests.Stack.Tools;

public class ChecksumFileTests
{
    private const string A = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string B = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    [Theory]
    [InlineData(A + "  x.tar.gz\n", "x.tar.gz", A)]
    [InlineData(A + " *x.tar.gz\n", "x.tar.gz", A)]
    [InlineData(A + "  dist/x.tar.gz\r\n", "x.tar.gz", A)]
    [InlineData(A + "\n", "anything", A)]
    [InlineData(A + "  y\n" + B + "  x\n", "x", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData(A + "  x.tar.gz.sig\n", "x.tar.gz", null)]
    [InlineData("abc  x\n", "x", null)]
    [InlineData("", "x", null)]
    [InlineData("<html>not found</html>", "x", null)]
    public void Finds_the_digest_of_a_file(string text, string file, string? digest) => Assert.Equal(digest, ChecksumFile.Find(text, file));
}
