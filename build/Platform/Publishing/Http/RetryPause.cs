using System.Globalization;
using System.Net;

namespace TalosPlatform.Publishing.Http;

/// <summary>How long to wait before a request is sent again
/// (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/).</summary>
internal static class RetryPause
{
    private static readonly TimeSpan SecondaryLimit = TimeSpan.FromMinutes(1);

    /// <summary>The pause after an answer; null when it is final.</summary>
    /// <param name="status">Status of the answer; null when there was none.</param>
    /// <param name="header">First value of a header of the answer.</param>
    /// <param name="body">Text of the answer.</param>
    /// <param name="repeatable">Whether doing it twice is doing it once.</param>
    /// <param name="attempt">Requests sent so far, less one.</param>
    /// <param name="now">Time, for limits that name the moment they end.</param>
    internal static TimeSpan? Of(HttpStatusCode? status, Func<string, string?> header, string body, bool repeatable, int attempt, DateTimeOffset now)
    {
        var backOff = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempt, 6)));
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden)
        {
            // A refused request was not carried out, so anything may be sent again.
            if (After(header("Retry-After"), now) is { } told)
                return told;
            if ((header("x-ratelimit-remaining") ?? header("RateLimit-Remaining")) == "0" && Reset(header("x-ratelimit-reset") ?? header("RateLimit-Reset"), now) is { } reset)
                return reset;
            if (body.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase) || body.Contains("abuse detection", StringComparison.OrdinalIgnoreCase))
                return SecondaryLimit * Math.Pow(2, Math.Min(attempt, 4));
            return status == HttpStatusCode.TooManyRequests ? backOff : null;
        }

        if (!repeatable || status is { } answered && (int)answered < 500)
            return null;
        return status == HttpStatusCode.NotImplemented ? null : After(header("Retry-After"), now) ?? backOff;
    }

    private static TimeSpan? After(string? value, DateTimeOffset now) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? AtLeastOneSecond(date - now)
        : null;

    private static TimeSpan? Reset(string? value, DateTimeOffset now) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix < 253_402_300_800 ? AtLeastOneSecond(DateTimeOffset.FromUnixTimeSeconds(unix) - now) : null;

    private static TimeSpan AtLeastOneSecond(TimeSpan pause) => pause > TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1);
}
