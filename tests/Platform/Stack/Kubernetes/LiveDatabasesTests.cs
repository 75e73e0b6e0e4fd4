using System.Collections.Immutable;
using TalosPlatform.Stack.Kubernetes;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Where the data of a database is stays where it began.</summary>
public sealed class LiveDatabasesTests
{
    [Theory]
    // what is there, what is asked for, whether new ones get a claim, who has one in the end
    [InlineData("", "postgres redis", true, "postgres redis")]
    [InlineData("", "postgres redis", false, "")]
    [InlineData("redis", "postgres redis", true, "postgres")]
    [InlineData("redis", "redis", true, "")]
    [InlineData("redis+", "postgres redis", false, "redis")]
    [InlineData("redis+", "redis", true, "redis")]
    [InlineData("redis-", "redis", false, "redis")]
    [InlineData("redis-", "postgres", false, "")]
    public void A_claim_is_kept_and_none_is_put_before_data_that_lives_in_a_pod(string there, string names, bool forNew, string expected)
    {
        // A plus has a claim, a minus has nothing but a claim any more.
        var live = there.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var databases = new LiveDatabases(
            live.Where(l => !l.EndsWith('-')).ToImmutableSortedDictionary(l => l.TrimEnd('+'), l => l.EndsWith('+'), StringComparer.Ordinal),
            [.. live.Where(l => l.EndsWith('+') || l.EndsWith('-')).Select(l => l.TrimEnd('+', '-'))]);
        Assert.Equal(expected, string.Join(' ', databases.WithClaim(names.Split(' '), forNew)));
    }
}
