namespace TalosPlatform.Stack.Tools;

/// <summary>One place to get a tool from.</summary>
public interface IToolSource
{
    /// <summary>Tries to get the tool.</summary>
    /// <returns>The tool, or <see cref="ResolvedTool.Missing"/> with the reason why this place does not have it.</returns>
    Task<ResolvedTool> TryResolveAsync(ToolPin pin, Action<string> status, CancellationToken cancellation);
}
