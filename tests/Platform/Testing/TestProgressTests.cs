using TalosPlatform.Testing;

namespace TalosPlatform.Tests.Testing;

/// <summary>Counting along with a run of tests.</summary>
public sealed class TestProgressTests
{
    [Theory]
    [InlineData("passed A.B.Tests.Reads_it (3ms)", "1 passed, 0 failed, 0 skipped; last Reads_it")]
    [InlineData("failed A.B.Tests.Reads_it(text: \"a.b (c)\") (1m 3s)", "0 passed, 1 failed, 0 skipped; last Reads_it")]
    [InlineData("skipped Tests.Reads_it (0ms)", "0 passed, 0 failed, 1 skipped; last Reads_it")]
    [InlineData("  ✓ compiling Kubernetes (300 s)", "✓ compiling Kubernetes (300 s)")]
    [InlineData("passed by", "passed by")]
    [InlineData("", "")]
    public void A_line_says_how_far_it_is(string line, string expected) => Assert.Equal(expected, new TestProgress().Read(line));

    [Fact]
    public void Once_a_test_has_ended_other_lines_change_nothing()
    {
        var progress = new TestProgress();
        progress.Read("passed A.One (1ms)");
        progress.Read("failed A.Two (1ms)");
        Assert.Equal("1 passed, 1 failed, 0 skipped; last Two", progress.Read("  --- End of stack trace from previous location ---"));
    }
}
