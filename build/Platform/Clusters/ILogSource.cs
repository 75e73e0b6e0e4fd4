namespace TalosPlatform.Clusters;

/// <summary>A provider that can hand out what ran on it logged.</summary>
public interface ILogSource
{
    /// <summary>The last part of every log, by the name of the component or application.</summary>
    /// <param name="limit">Most characters of one log.</param>
    /// <param name="cancellation">Stops reading.</param>
    IAsyncEnumerable<(string Name, string Text)> LogsAsync(int limit, CancellationToken cancellation);
}
