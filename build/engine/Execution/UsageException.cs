namespace Nuke.Common.Execution;

/// <summary>The build was started with something it cannot take. Nothing has run.</summary>
/// <param name="problems">One line for each problem: what is wrong, the value in quotes, how to fix it.</param>
internal sealed class UsageException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public UsageException(string problem) : this([problem]) { }

    public IReadOnlyList<string> Problems { get; } = problems;
}
