using TalosPlatform.Reports;

namespace TalosPlatform.Tests.Reports;

/// <summary>Colours of single lines.</summary>
public sealed class TerminalToneTests
{
    [Theory]
    [InlineData("  ✓ prometheus  running", "\e[32m  ✓ prometheus  running\e[0m")]
    [InlineData("  ✗ prometheus  failed", "\e[31m  ✗ prometheus  failed\e[0m")]
    [InlineData("  - grafana  left out", "\e[33m  - grafana  left out\e[0m")]
    [InlineData("  ! quota nearly used up", "\e[33m  ! quota nearly used up\e[0m")]
    [InlineData("Cluster \"a\" (host)", "Cluster \"a\" (host)")]
    [InlineData("-x", "-x")]
    [InlineData("", "")]
    public void A_line_is_painted_by_its_mark_on_a_terminal_alone(string line, string painted)
    {
        Assert.Equal(painted, TerminalTones.OfMark(line).Paint(line, color: true));
        Assert.Equal(line, TerminalTones.OfMark(line).Paint(line, color: false));
    }
}
