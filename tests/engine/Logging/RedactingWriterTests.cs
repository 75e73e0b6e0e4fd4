using CsCheck;
using Nuke.Common.Logging;

namespace TalosBuild.Engine.Tests.Logging;

public class RedactingWriterTests
{
    [Theory]
    // secrets      pieces written           what arrives
    [InlineData("", "plain|text", "plaintext")]
    [InlineData("hunter2", "password hunter2!", "password ***!")]
    [InlineData("hunter2", "password hun|ter2!", "password ***!")]
    [InlineData("hunter2", "h|u|n|t|e|r|2", "***")]
    [InlineData("hunter2", "hunter|", "hunter")]
    [InlineData("hunter2", "hunt|hunter2", "hunt***")]
    [InlineData("abab", "aab|abab", "a***")]
    [InlineData("ab bcd", "abcd", "***")]
    [InlineData("abc", "abcabc", "******")]
    [InlineData("abc abcdef", "abcdef abc", "*** ***")]
    [InlineData("abcdef abc", "abc|def abc|", "*** ***")]
    [InlineData("p@ss/word", "https://u:p%40ss%2Fword@h", "https://u:***@h")]
    [InlineData("p\"w", "{\"a\":\"p\\\"w\"}", "{\"a\":\"***\"}")]
    [InlineData("user:pass", "Basic dXNlcjpwYXNz", "Basic ***")]
    public void Hides_secrets(string secrets, string pieces, string expected) =>
        Assert.Equal(expected, Write(secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries), pieces.Split('|')));

    [Fact]
    public void Hides_every_line_of_a_secret() =>
        Assert.Equal("a ***\nb ***\n", Write(["first-line\nsecond-line"], ["a first-line\nb sec", "ond-line\n"]));

    [Fact]
    public void Writes_at_once_what_can_be_no_secret()
    {
        using var inner = new StringWriter();
        var secrets = new SecretRegistry();
        secrets.Add("hunter2");
        using var writer = new RedactingWriter(inner, secrets);
        writer.Write("50 % done, h");
        Assert.Equal("50 % done, ", inner.ToString());
        writer.Write("alf");
        Assert.Equal("50 % done, half", inner.ToString());
    }

    [Fact]
    public void No_way_of_cutting_text_into_pieces_lets_a_secret_through()
    {
        var letter = Gen.Char['a', 'c'];
        Gen.Select(Gen.String[letter, 2, 5].Array[1, 3], Gen.String[letter, 0, 40], Gen.Int[0, 40].Array[0, 8]).Sample((secrets, text, cuts) =>
        {
            var at = cuts.Where(x => x < text.Length).Append(0).Append(text.Length).Distinct().Order().ToList();
            var pieces = at.Zip(at.Skip(1), (from, to) => text[from..to]).ToArray();
            var written = Write(secrets, pieces);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, written.Replace("***", "\0", StringComparison.Ordinal), StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Text_without_secrets_arrives_as_it_was()
    {
        Gen.String[Gen.Char['a', 'c'], 0, 40].Array[0, 6].Sample(pieces => Write(["abcabcabcabcX", "zz"], pieces) == string.Concat(pieces));
    }

    private static string Write(string[] secrets, string[] pieces)
    {
        using var inner = new StringWriter();
        var registry = new SecretRegistry();
        foreach (var secret in secrets) registry.Add(secret);
        using var writer = new RedactingWriter(inner, registry);
        foreach (var piece in pieces) writer.Write(piece);
        writer.Complete();
        return inner.ToString();
    }
}
