using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Baselines;

/// <summary>Keeps runs as a file a branch, for the cache or the artifacts of a CI system to carry from run to run.</summary>
/// <param name="folder">The folder of files.</param>
public sealed class FileBaselineStore(string folder) : IBaselineStore
{
    /// <inheritdoc/>
    public Task<BaselineReading> ReadAsync(string branch, CancellationToken cancellation) => Task.FromResult(Read(branch));

    /// <inheritdoc/>
    public Task AddAsync(string branch, BaselineRun run, CancellationToken cancellation)
    {
        var path = PathOf(branch);
        var earlier = Read(branch);
        if (earlier.Damage is not null)
            Try(path, () => File.Move(path, path + BaselineFile.DamagedSuffix, overwrite: true));
        AtomicFile.WriteAllText(path, BaselineFile.Write([.. earlier.Runs, run]));
        return Task.CompletedTask;
    }

    private BaselineReading Read(string branch)
    {
        var path = PathOf(branch);
        var reading = new BaselineReading([]);
        Try(path, () =>
        {
            var file = new FileInfo(path);
            if (file.Exists)
                reading = file.Length > BaselineFile.MaxBytes ? BaselineFile.TooLarge : BaselineFile.Parse(File.ReadAllText(path));
        });
        return reading.Damage is { } damage
            ? reading with { Damage = $"\"{path}\" is no baseline: {damage}. The next run that is recorded begins a new one and keeps it as \"{Path.GetFileName(path)}{BaselineFile.DamagedSuffix}\"." }
            : reading;
    }

    private string PathOf(string branch) => Path.Combine(folder, BaselineFile.NameOf(branch));

    private static void Try(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"Cannot use \"{path}\": {error.Message}", "Make the file readable and its folder writable, or delete it.", inner: error);
        }
    }
}
