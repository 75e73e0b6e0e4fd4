using TalosPlatform.Shared.Text;

namespace TalosPlatform.Tests.Shared;

/// <summary>Text of others is never a command to the runner.</summary>
public sealed class RunnerCommandsTests
{
    [Theory]
    [InlineData("a :: b", "a :: b")]
    [InlineData("::set-output name=a::b", "| ::set-output name=a::b")]
    [InlineData("one\n  ::add-mask::x", "one\n  | ::add-mask::x")]
    [InlineData("title ##[set-env name=a]b", "title ## [set-env name=a]b")]
    [InlineData("\u001b[0Ksection_start:1:x", "\u241b[0Ksection_start:1:x")]
    public void Is_made_visible(string text, string expected) => Assert.Equal(expected, RunnerCommands.Neutralise(text));
}
