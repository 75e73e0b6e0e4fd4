using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Baselines.Git;

/// <summary>Keeps runs in the ref <c>refs/talos/baselines</c> of the repository: no branch, no checkout and no history of it. Every commit stands alone,
/// so that what is fetched stays small; whoever pushes says what was there before, so that nobody's run is lost.</summary>
/// <param name="git">Git in the workspace.</param>
/// <param name="clock">Clock of the pauses.</param>
internal sealed class GitBaselineStore(GitPlumbing git, TimeProvider clock) : IBaselineStore
{
    private const int Attempts = 8;

    public async Task<BaselineReading> ReadAsync(string branch, CancellationToken cancellation)
    {
        var name = BaselineFile.NameOf(branch);
        var reading = await ContentAsync(await FilesAsync(await git.TipAsync(cancellation), cancellation), name, cancellation);
        return reading.Damage is { } damage
            ? reading with { Damage = $"\"{name}\" in \"{GitPlumbing.Ref}\" is no baseline: {damage}. The next run that is recorded begins a new one and keeps it as \"{name}{BaselineFile.DamagedSuffix}\"." }
            : reading;
    }

    public async Task AddAsync(string branch, BaselineRun run, CancellationToken cancellation)
    {
        var name = BaselineFile.NameOf(branch);
        for (var attempt = 1; ; attempt++)
        {
            var tip = await git.TipAsync(cancellation);
            var files = await FilesAsync(tip, cancellation);
            var earlier = await ContentAsync(files, name, cancellation);
            if (earlier.Damage is not null)
                files = files.SetItem(name + BaselineFile.DamagedSuffix, files[name]);
            var blob = await git.StoreAsync(BaselineFile.Write([.. earlier.Runs, run]), cancellation);
            var commit = await git.CommitAsync(files.SetItem(name, blob), $"Baseline of {branch}", cancellation);
            if (await git.TryMoveAsync(tip, commit, cancellation))
                return;
            if (attempt == Attempts)
                throw new PlatformException($"\"{GitPlumbing.Ref}\" was changed by others {Attempts} times in a row.", "Run again, or let fewer jobs run at the same time.");
            // Others who lost the same race must not meet again.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50, 300 * attempt)), clock, cancellation);
        }
    }

    private async Task<ImmutableSortedDictionary<string, string>> FilesAsync(string? tip, CancellationToken cancellation) =>
        tip is null ? ImmutableSortedDictionary<string, string>.Empty : await git.FilesAsync(tip, cancellation);

    private async Task<BaselineReading> ContentAsync(ImmutableSortedDictionary<string, string> files, string name, CancellationToken cancellation) =>
        files.TryGetValue(name, out var blob) ? BaselineFile.Parse(await git.ReadAsync(blob, cancellation)) : new([]);
}
