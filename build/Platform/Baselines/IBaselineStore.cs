using System.Collections.Immutable;

namespace TalosPlatform.Baselines;

/// <summary>Keeps the earlier runs of branches.</summary>
public interface IBaselineStore
{
    /// <summary>The earlier runs of a branch, the latest last; none when there are none.</summary>
    Task<ImmutableArray<BaselineRun>> ReadAsync(string branch, CancellationToken cancellation);

    /// <summary>Adds a run to a branch.</summary>
    Task AddAsync(string branch, BaselineRun run, CancellationToken cancellation);
}
