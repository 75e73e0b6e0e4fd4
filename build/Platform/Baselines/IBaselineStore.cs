namespace TalosPlatform.Baselines;

/// <summary>Keeps the earlier runs of branches.</summary>
public interface IBaselineStore
{
    /// <summary>The earlier runs of a branch; damage is told in whole sentences.</summary>
    /// <exception cref="Shared.PlatformException">The store cannot be read.</exception>
    Task<BaselineReading> ReadAsync(string branch, CancellationToken cancellation);

    /// <summary>Adds a run to a branch; what is damaged there is kept under another name.</summary>
    /// <exception cref="Shared.PlatformException">The store cannot be written.</exception>
    Task AddAsync(string branch, BaselineRun run, CancellationToken cancellation);
}
