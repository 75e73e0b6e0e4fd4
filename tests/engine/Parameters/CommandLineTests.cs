using CsCheck;
using Nuke.Common.Parameters;

namespace TalosBuild.Engine.Tests.Parameters;

public class CommandLineTests
{
    private static readonly ParameterModel[] Models =
    [
        new() { Name = "Workers", Type = typeof(int) },
        new() { Name = "Regions", Type = typeof(string[]) },
        new() { Name = "DryRun", Type = typeof(bool) },
        new() { Name = "Offset", Type = typeof(double?) },
        .. BuiltInParameters.All,
    ];

    [Theory]
    // arguments                      positional | options
    [InlineData("", "|")]
    [InlineData("Test Pack", "Test Pack|")]
    [InlineData("--workers 3", "|workers=3")]
    [InlineData("-Workers 3", "|workers=3")]
    [InlineData("---WORKERS 3", "|workers=3")]
    [InlineData("--workers=3", "|workers=3")]
    [InlineData("--workers 3 --workers 4", "|workers=4")]
    [InlineData("--workers", "|workers=")]
    [InlineData("--dry-run", "|dryrun=")]
    [InlineData("--dryrun false", "|dryrun=false")]
    [InlineData("--regions a b c", "|regions=a,b,c")]
    [InlineData("--regions a b --regions c", "|regions=c")]
    [InlineData("--offset -1.5", "|offset=-1.5")]
    [InlineData("--skip", "|skip=")]
    [InlineData("-h", "|help=")]
    // What an option cannot take is a target.
    [InlineData("--dry-run Test", "Test|dryrun=")]
    [InlineData("--workers 3 Test", "Test|workers=3")]
    [InlineData("Pack --workers 3 Test --dry-run", "Pack Test|workers=3 dryrun=")]
    [InlineData("--dry-run -- --weird", "--weird|dryrun=")]
    public void Takes_arguments_apart(string arguments, string expected)
    {
        var line = CommandLine.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), Models);
        Assert.Empty(line.Problems);
        Assert.Equal(expected, string.Join(' ', line.Positional) + "|" + string.Join(' ', line.Options.Select(x => $"{x.Key}={string.Join(',', x.Value.Values)}")));
    }

    [Theory]
    [InlineData("--wrokers 3 x", "Unknown argument '--wrokers'. Did you mean '--workers'?")]
    [InlineData("--work 3", "Unknown argument '--work'. Did you mean '--workers'?")]
    [InlineData("--verbsoity=verbose", "Unknown argument '--verbsoity'. Did you mean '--verbosity'?")]
    [InlineData("--xyzzy", "Unknown argument '--xyzzy'. --help lists what there is.")]
    public void Names_the_nearest_for_what_is_unknown(string arguments, string problem) =>
        Assert.Equal([problem], CommandLine.Parse(arguments.Split(' '), Models).Problems);

    [Fact]
    public void Never_loses_or_invents_an_argument()
    {
        var word = Gen.OneOf("a", "b", "--workers", "--regions", "--dry-run", "--offset", "-1", "true", "3");
        word.Array[0, 12].Sample(arguments =>
        {
            var line = CommandLine.Parse(arguments, Models);
            var values = arguments.Where(x => !x.StartsWith("--", StringComparison.Ordinal)).ToList();
            var seen = line.Positional.Concat(line.Options.Values.SelectMany(x => x.Values)).ToList();
            Assert.Empty(line.Problems);
            Assert.True(seen.Count <= values.Count);

            // Only a repeated option drops values: its earlier ones.
            if (arguments.Where(x => x.StartsWith("--", StringComparison.Ordinal)).GroupBy(x => x).All(x => x.Count() == 1))
                Assert.Equal(values.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        });
    }
}
