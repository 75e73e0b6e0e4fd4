using TalosPlatform.Shared;

namespace TalosPlatform.Publishing;

/// <summary>A comment on a pull request.</summary>
/// <param name="Id">Its number on the server.</param>
/// <param name="Author">Login of who wrote it.</param>
/// <param name="Body">Its text.</param>
/// <param name="Url">Its address.</param>
public sealed record ThreadComment(long Id, string Author, string Body, Uri Url);

/// <summary>The comments of one pull request or merge request.</summary>
public interface ICommentThread
{
    /// <summary>Login that comments are written under.</summary>
    Task<string> AuthorAsync(CancellationToken cancellation);

    /// <summary>All comments, page by page to the last.</summary>
    Task<IReadOnlyList<ThreadComment>> ListAsync(CancellationToken cancellation);

    /// <summary>Writes a comment.</summary>
    /// <exception cref="PublishException">The server refuses or cannot be reached.</exception>
    Task<Uri> CreateAsync(string body, CancellationToken cancellation);

    /// <summary>Replaces the text of a comment; null when it is gone.</summary>
    /// <exception cref="PublishException">The server refuses or cannot be reached.</exception>
    Task<Uri?> UpdateAsync(ThreadComment comment, string body, CancellationToken cancellation);
}

/// <summary>Why something could not be published.</summary>
public enum PublishFailure
{
    /// <summary>The token may read and not write, as those of forks and of Dependabot.</summary>
    ReadOnly,

    /// <summary>The text is longer than the server takes.</summary>
    TooLong,

    /// <summary>The server failed or could not be reached; whether it did the work is not known.</summary>
    Unknown,

    /// <summary>Anything else the server refused.</summary>
    Refused,
}

/// <summary>A server would not take what was published.</summary>
public sealed class PublishException(PublishFailure failure, string what, string? fix = null, string? output = null, Exception? inner = null)
    : PlatformException(what, fix, output, inner)
{
    /// <summary>Which kind of failure.</summary>
    public PublishFailure Failure { get; } = failure;
}
