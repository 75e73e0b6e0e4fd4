using CsCheck;
using TalosPlatform.Settings;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads.Scaffolding;

namespace TalosPlatform.Tests.Workloads.Scaffolding;

/// <summary>A folder is added to apps, and nothing else in the file changes.</summary>
public sealed class ConfigAppsTests
{
    private const string New = "services/new";

    [Theory]
    [InlineData("", "apps:\n  - services/new\n")]
    [InlineData("# only a comment", "# only a comment\napps:\n  - services/new\n")]
    [InlineData("strict: true\n", "apps: [services/new]\nstrict: true\n")]
    [InlineData("# why\nstrict: true # so\n", "# why\napps: [services/new]\nstrict: true # so\n")]
    [InlineData("---\nstrict: true\n", "---\napps: [services/new]\nstrict: true\n")]
    [InlineData("{ strict: true }\n", "{ apps: [services/new], strict: true }\n")]
    [InlineData("apps: []\n", "apps: [services/new]\n")]
    [InlineData("apps: [a/b]  # mine\n", "apps: [a/b, services/new]  # mine\n")]
    [InlineData("apps: [\n  a/b, # one\n  \"c/d\" # two\n]\n", "apps: [\n  a/b, # one\n  \"c/d\", services/new # two\n]\n")]
    [InlineData("apps:\n- a/b\n", "apps:\n- a/b\n- services/new\n")]
    [InlineData("apps:\n  # first\n  - a/b # one\n  - 'c/d'\n\n# then\nstrict: true\n", "apps:\n  # first\n  - a/b # one\n  - 'c/d'\n  - services/new\n\n# then\nstrict: true\n")]
    [InlineData("apps:\n  - a/b", "apps:\n  - a/b\n  - services/new\n")]
    [InlineData("apps: a/b # one\n", "apps: [a/b, services/new] # one\n")]
    [InlineData("apps: # none yet\nstrict: true\n", "apps: [services/new] # none yet\nstrict: true\n")]
    [InlineData("apps:\n", "apps: [services/new]\n")]
    [InlineData("apps: ~\n", "apps: [services/new]\n")]
    [InlineData("apps:\r\n  - a/b\r\nstrict: true\r\n", "apps:\r\n  - a/b\r\n  - services/new\nstrict: true\r\n")]
    public void Every_way_to_write_a_list(string before, string after)
    {
        Assert.Equal(after, ConfigApps.Add(before, New));
        Assert.Equal([.. Apps(before), New], Apps(after));
    }

    [Fact]
    public void Whatever_the_list_is_one_folder_more_is_read_and_every_comment_stays()
    {
        var name = Gen.Char["abcdefgh"].Array[1, 5].Select(c => "services/" + new string(c));
        var styles = One<Func<string[], string>>(
            items => $"apps: [{string.Join(", ", items)}] # c1\n",
            items => $"apps:\n{string.Concat(items.Select(i => $"  # c1\n  - {i} # c2\n"))}",
            items => $"apps: [ # c1\n{string.Join(",\n", items.Select(i => $"  \"{i}\""))} # c2\n]\n");
        Gen.Select(name.Array[1, 6], styles, One("", "# head\n", "strict: true # c3\n", "cost: { provider: aws }\n\n"), One("", "\n# tail\n", "load:\n  levels: [1, 2]\n"))
            .Sample((items, style, head, tail) =>
            {
                var before = head + style(items) + tail;
                var after = ConfigApps.Add(before, New);
                Assert.Equal([.. items, New], Apps(after));
                Assert.Equal(before.Count(c => c == '#'), after.Count(c => c == '#'));
                Assert.StartsWith(head, after, StringComparison.Ordinal);
                Assert.EndsWith(tail, after, StringComparison.Ordinal);
            }, iter: 200);
    }

    [Theory]
    [InlineData("services/*", true)]
    [InlineData("services/new", true)]
    [InlineData("services/n?w", true)]
    [InlineData("**/new", true)]
    [InlineData("services", false)]
    [InlineData("services/*/*", false)]
    [InlineData("apps/*", false)]
    public void A_pattern_may_mean_the_folder_already(string pattern, bool means) => Assert.Equal(means, ConfigApps.Means([pattern], New));

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static System.Collections.Immutable.ImmutableArray<string> Apps(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write(ConfigFile.RelativePath, text);
        return ConfigFile.Load(folder.Path, ["host"], [], []).Apps;
    }
}
