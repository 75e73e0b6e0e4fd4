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

    public async Task<ImmutableArray<BaselineRun>> ReadAsync(string branch, CancellationToken cancellation) =>
        await ContentAsync(await git.TipAsync(cancellation), branch, cancellation);

    public async Task AddAsync(string branch, BaselineRun run, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var tip = await git.TipAsync(cancellation);
            var files = tip is null ? ImmutableSortedDictionary<string, string>.Empty : await git.FilesAsync(tip, cancellation);
            var blob = await git.StoreAsync(BaselineFile.Write([.. await ContentAsync(tip, branch, cancellation), run]), cancellation);
            var commit = await git.CommitAsync(files.SetItem(BaselineFile.NameOf(branch), blob), $"Baseline of {branch}", cancellation);
            if (await git.TryMoveAsync(tip, commit, cancellation))
                return;
            if (attempt == Attempts)
                throw new PlatformException($"\"{GitPlumbing.Ref}\" was changed by others {Attempts} times in a row.", "Run again, or let fewer jobs run at the same time.");
            // Others who lost the same race must not meet again.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50, 300 * attempt)), clock, cancellation);
        }
    }

    private async Task<ImmutableArray<BaselineRun>> ContentAsync(string? tip, string branch, CancellationToken cancellation) =>
        tip is not null && (await git.FilesAsync(tip, cancellation)).TryGetValue(BaselineFile.NameOf(branch), out var blob)
            ? BaselineFile.Parse(await git.ReadAsync(blob, cancellation))
            : [];
}
