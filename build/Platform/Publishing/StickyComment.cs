using TalosPlatform.Shared;

namespace TalosPlatform.Publishing;

/// <summary>What became of a comment.</summary>
/// <param name="Status"><c>created</c>, <c>updated</c>, <c>stale</c> (a later run has spoken) or <c>not-wanted</c>.</param>
/// <param name="Url">Address of the comment; null when there is none.</param>
public sealed record CommentOutcome(string Status, Uri? Url);

/// <summary>Keeps one comment of ours on a pull request, or writes a new one.</summary>
/// <param name="thread">The comments.</param>
/// <param name="marker">Marks ours.</param>
/// <param name="body">The comment within a number of characters, marker included.</param>
public sealed class StickyComment(ICommentThread thread, ReportMarker marker, Func<int, string> body)
{
    // The servers count characters in ways of their own: when one says "too long", ask for less.
    private static readonly int[] Budgets = [Reports.MarkdownReport.DefaultBudget, 32_000, 16_000, 8_000, 4_000];
    private const int Attempts = 3;

    /// <summary>Publishes the comment.</summary>
    /// <param name="renew">Replace the comment of an earlier run; otherwise every run has its own.</param>
    /// <param name="begin">Write one where there is none.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="PublishException">The server refuses, or does not answer in time.</exception>
    public async Task<CommentOutcome> PublishAsync(bool renew, bool begin, CancellationToken cancellation)
    {
        var author = await thread.AuthorAsync(cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var mine = Mine(await thread.ListAsync(cancellation), author, renew);
            if (renew && mine is { } newer && newer.Marker.ValidAt > marker.ValidAt)
                return new("stale", newer.Comment.Url);
            if (mine is { } old && await FittingAsync(text => thread.UpdateAsync(old.Comment, text, cancellation)) is { } updated)
                return new("updated", updated);
            if (!begin)
                return new("not-wanted", null);
            try
            {
                var created = await FittingAsync(async text => (Uri?)await thread.CreateAsync(text, cancellation));
                return new("created", created);
            }
            catch (PublishException error) when (error.Failure == PublishFailure.Unknown && attempt < Attempts)
            {
                // The comment may be there although the answer was lost: look before writing another.
            }
        }
    }

    private (ThreadComment Comment, ReportMarker Marker)? Mine(IReadOnlyList<ThreadComment> comments, string author, bool renew)
    {
        (ThreadComment Comment, ReportMarker Marker)? latest = null;
        foreach (var comment in comments)
        {
            // Anybody can write our marker; only we can write under our name.
            if (!string.Equals(comment.Author, author, StringComparison.OrdinalIgnoreCase) || ReportMarker.Of(comment.Body) is not { } found || found.Id != marker.Id)
                continue;
            if ((renew || found.ToString() == marker.ToString()) && (latest is not { } known || found.ValidAt >= known.Marker.ValidAt))
                latest = (comment, found);
        }

        return latest;
    }

    private async Task<Uri?> FittingAsync(Func<string, Task<Uri?>> send)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await send(body(Budgets[i]));
            }
            catch (PublishException error) when (error.Failure == PublishFailure.TooLong && i < Budgets.Length - 1)
            {
                // The next smaller one.
            }
        }
    }
}
