using System.Collections.Immutable;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Baselines;

/// <summary>Keeps runs as a file a branch, for the cache or the artifacts of a CI system to carry from run to run.</summary>
/// <param name="folder">The folder of files.</param>
public sealed class FileBaselineStore(string folder) : IBaselineStore
{
    /// <inheritdoc/>
    public Task<ImmutableArray<BaselineRun>> ReadAsync(string branch, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, BaselineFile.NameOf(branch));
        try
        {
            return Task.FromResult(new FileInfo(path) is { Exists: true, Length: <= BaselineFile.MaxBytes } ? BaselineFile.Parse(File.ReadAllText(path)) : []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<ImmutableArray<BaselineRun>>([]);
        }
    }

    /// <inheritdoc/>
    public async Task AddAsync(string branch, BaselineRun run, CancellationToken cancellation) =>
        AtomicFile.WriteAllText(Path.Combine(folder, BaselineFile.NameOf(branch)), BaselineFile.Write([.. await ReadAsync(branch, cancellation), run]));
}
