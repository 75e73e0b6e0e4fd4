using System.Net;
using Octokit;
using TalosPlatform.Shared;

namespace TalosPlatform.Publishing.GitHub;

/// <summary>What the errors of GitHub's API mean for us.</summary>
internal static class GitHubErrors
{
    /// <summary>Calls the API.</summary>
    /// <exception cref="PublishException">It did not work.</exception>
    internal static async Task<T> ExplainAsync<T>(string purpose, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ApiException error)
        {
            throw Of(purpose, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new PublishException(PublishFailure.Unknown, $"Cannot {purpose}: GitHub does not answer: {error.Message}", "Check GITHUB_API_URL and the network, then run PublishReport again.", inner: error);
        }
        catch (Exception error) when (error is not PlatformException)
        {
            // The library has no error of its own for an answer that it cannot read.
            throw new PublishException(PublishFailure.Refused, $"Cannot {purpose}: GitHub answered something that is not what its API answers: {error.Message}", "Check GITHUB_API_URL: a proxy or a page for signing in may stand in the way.", inner: error);
        }
    }

    private static PublishException Of(string purpose, ApiException error)
    {
        var status = (int)error.StatusCode;
        var said = $"{error.ApiError?.Message ?? error.Message} {string.Join(' ', error.ApiError?.Errors?.Select(e => e.Message ?? e.Code) ?? [])}".Trim();
        var failure = error.StatusCode switch
        {
            HttpStatusCode.Forbidden when said.Contains("not accessible by", StringComparison.OrdinalIgnoreCase) => PublishFailure.ReadOnly,
            HttpStatusCode.UnprocessableEntity when said.Contains("too long", StringComparison.OrdinalIgnoreCase) => PublishFailure.TooLong,
            HttpStatusCode.RequestEntityTooLarge => PublishFailure.TooLong,
            >= HttpStatusCode.InternalServerError => PublishFailure.Unknown,
            _ => PublishFailure.Refused,
        };
        var fix = status switch
        {
            401 => "Check the token: it may have expired.",
            403 => "Give the job the permission \"pull-requests: write\", or try again later when a limit was reached.",
            404 => "Check that the token may see this repository and its pull requests.",
            >= 500 => "Run PublishReport again.",
            _ => null,
        };
        return new PublishException(failure, $"Cannot {purpose}: GitHub answered {status}.", fix, said, error);
    }
}
